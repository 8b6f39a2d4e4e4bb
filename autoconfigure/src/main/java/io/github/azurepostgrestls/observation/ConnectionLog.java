/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.azurepostgrestls.observation;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.text.UntrustedText;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Logs the connections of one DataSource: the first verified connection to each server,
 * and each reason of failure once until a connection succeeds.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionLog {

	private static final Log logger = LogFactory.getLog(ConnectionObservation.class);

	private static final ServerAddress UNKNOWN_SERVER = new ServerAddress("", 0);

	private static final int NAME_LIMIT = 150;

	private final ConnectionBean bean;

	private final BooleanSupplier thrownToStart;

	private final Set<ServerAddress> verified = ConcurrentHashMap.newKeySet();

	private final Map<ServerAddress, Set<FailureReason>> failed = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link ConnectionLog} instance.
	 * @param bean what connects
	 * @param thrownToStart whether the exception of this thread reaches the start of the
	 * application, which reports it
	 */
	ConnectionLog(ConnectionBean bean, BooleanSupplier thrownToStart) {
		this.bean = bean;
		this.thrownToStart = thrownToStart;
	}

	void verified(NegotiatedSession session) {
		if (isFirst(session.server())) {
			VerifiedPath path = session.path();
			logger.info(LogMessage.format("%s: verified %s (%s, %s, root '%s', server certificate valid until %s)",
					this.bean, session.server(), session.mode().sslmode(), session.protocol(),
					UntrustedText.show(path.trustAnchor().getSubjectX500Principal().getName(), NAME_LIMIT),
					path.certificates().get(0).getNotAfter().toInstant()));
		}
	}

	private boolean isFirst(ServerAddress server) {
		return this.verified.add(server);
	}

	// Not before: with a wrong password, each attempt verifies the server
	void loggedIn(ServerAddress server) {
		this.failed.remove(server);
		this.failed.remove(UNKNOWN_SERVER);
	}

	void failed(FailureReason reason, @Nullable ServerAddress server, String message) {
		if (!this.thrownToStart.getAsBoolean() && isNews(reason, (server != null) ? server : UNKNOWN_SERVER)) {
			logger.error(message);
		}
	}

	// A pool tries again and again, and each time several servers
	private boolean isNews(FailureReason reason, ServerAddress server) {
		return this.failed.computeIfAbsent(server, (key) -> ConcurrentHashMap.newKeySet()).add(reason);
	}

	void unreported(RuntimeException failure) {
		logger.warn(LogMessage.format("%s: a verified connection could not be reported", this.bean), failure);
	}

}
