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

package io.github.azurepostgrestls.actuator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.azurepostgrestls.actuator.TlsEndpoint.ProbeDescriptor;
import io.github.azurepostgrestls.actuator.TlsEndpoint.ProbedServerDescriptor;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.github.azurepostgrestls.wire.ServerProbe;
import org.jspecify.annotations.Nullable;

/**
 * Probes all servers at once, and not too often.
 *
 * @author the azure-postgres-tls contributors
 */
final class ServerProbes {

	/** How long a result is given again instead of a new one. */
	static final Duration INTERVAL = Duration.ofSeconds(10);

	/** How long a probe may take. */
	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final SecuredDataSources dataSources;

	// Guarded by this
	private @Nullable ProbeDescriptor last;

	private Instant lastEndedAt = Instant.MIN;

	ServerProbes(SecuredDataSources dataSources) {
		this.dataSources = dataSources;
	}

	synchronized ProbeDescriptor probe() {
		ProbeDescriptor last = this.last;
		if (last == null || this.lastEndedAt.plus(INTERVAL).isBefore(Instant.now())) {
			last = new ProbeDescriptor(Instant.now(), probeAll());
			this.last = last;
			this.lastEndedAt = Instant.now();
		}
		return last;
	}

	private List<ProbedServerDescriptor> probeAll() {
		List<Callable<ProbedServerDescriptor>> probes = new ArrayList<>();
		for (SecuredDataSource dataSource : this.dataSources.all()) {
			dataSource.servers().forEach((server) -> probes.add(() -> probe(dataSource, server)));
		}
		ExecutorService executor = Executors.newCachedThreadPool();
		try {
			List<ProbedServerDescriptor> results = new ArrayList<>();
			for (Future<ProbedServerDescriptor> result : executor.invokeAll(probes)) {
				results.add(result.get());
			}
			return results;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The probe was interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static ProbedServerDescriptor probe(SecuredDataSource dataSource, ServerAddress server) {
		ServerProbe.Result result = new ServerProbe(dataSource.settings(), dataSource.trust(), LIMIT).probe(server);
		List<CertificateDetails> chain = CertificateDetails.of(result.presentedChain(), Instant.now());
		NegotiatedSession session = result.session();
		Throwable failure = result.failure();
		if (session != null) {
			return new ProbedServerDescriptor(dataSource.name(), server.host(), server.port(), true, session.protocol(),
					session.cipherSuite(), session.path().trustAnchor().getSubjectX500Principal().getName(), null, null,
					null, chain);
		}
		Diagnosis diagnosis = Diagnosis.of((failure != null) ? failure : new IllegalStateException("No answer"));
		return new ProbedServerDescriptor(dataSource.name(), server.host(), server.port(), false, null, null, null,
				diagnosis.reason().name(), diagnosis.description(), diagnosis.action(), chain);
	}

}
