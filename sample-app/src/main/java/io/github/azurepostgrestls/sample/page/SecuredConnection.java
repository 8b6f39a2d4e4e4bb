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

package io.github.azurepostgrestls.sample.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.azurepostgrestls.actuate.CertificateDetails;
import io.github.azurepostgrestls.actuate.SessionDetails;
import io.github.azurepostgrestls.actuate.TlsEndpoint.FailureDescriptor;
import io.github.azurepostgrestls.actuate.TlsEndpoint.SecuredDataSourceDescriptor;
import io.github.azurepostgrestls.actuate.TlsEndpoint.TrustedRootDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;

/**
 * What the page shows of one secured DataSource or ConnectionFactory. Equal content is
 * equal: the time is left out.
 *
 * @param name the name of the bean
 * @param status the code of the health status
 * @param servers the servers as {@code host:port}
 * @param sessions what the live connections negotiated
 * @param roots the trusted roots
 * @param warning how long before its end a certificate is reported
 * @param problem why the connections aren't healthy, or {@code null} if they are
 * @param lastFailure the last failed connection, or {@code null} if none failed
 * @author the azure-postgres-tls contributors
 */
record SecuredConnection(String name, String status, List<String> servers, List<SessionDetails> sessions,
		List<TrustedRootDescriptor> roots, Duration warning, @Nullable Problem problem,
		@Nullable FailureDescriptor lastFailure) {

	static SecuredConnection of(String name, SecuredDataSourceDescriptor secured, IndicatedHealthDescriptor health) {
		return new SecuredConnection(name, health.getStatus().getCode(),
				secured.servers().stream().map(Object::toString).toList(), secured.sessions(), secured.trustedRoots(),
				warningOf(secured), Problem.of(health.getDetails()), secured.lastFailure());
	}

	// Its name depends on whether it is overridden for this bean
	private static Duration warningOf(SecuredDataSourceDescriptor secured) {
		return secured.configuration()
			.entrySet()
			.stream()
			.filter((setting) -> setting.getKey().endsWith("certificate-validity-warning-threshold"))
			.map((setting) -> (Duration) setting.getValue().value())
			.findFirst()
			.orElse(Duration.ZERO);
	}

	/**
	 * Return the chain to show.
	 * @return the verified path, or what the refused server presented
	 */
	public List<CertificateDetails> chain() {
		if (!this.sessions.isEmpty()) {
			return this.sessions.get(0).certificateChain();
		}
		return (this.problem != null && this.lastFailure != null) ? this.lastFailure.presentedChain() : List.of();
	}

	/**
	 * Return whether the server can't be reached or doesn't answer in time.
	 * @return whether there is no connection, and so nothing that was refused
	 */
	public boolean hasNoConnection() {
		return this.problem != null && this.problem.reason().startsWith("CONNECTION_");
	}

	/**
	 * Return what a certificate of the chain is.
	 * @param position its position in the chain, from 0
	 * @return its role
	 */
	public String role(int position) {
		if (position == 0) {
			return "Server";
		}
		CertificateDetails certificate = chain().get(position);
		return certificate.subject().equals(certificate.issuer()) ? "Root" : "Intermediate";
	}

	/**
	 * Return the time line for the validity of the chain.
	 * @return the time line
	 */
	public Timeline timeline() {
		return Timeline.of(chain().get(0), Instant.now(), this.warning);
	}

	/**
	 * Return whether live connections rest on a root.
	 * @param root the root
	 * @return whether it is in use
	 */
	public boolean uses(TrustedRootDescriptor root) {
		return this.sessions.stream()
			.flatMap((session) -> session.certificateChain().stream())
			.anyMatch((certificate) -> certificate.fingerprintSha256().equals(root.certificate().fingerprintSha256()));
	}

	/**
	 * Why connections aren't healthy.
	 *
	 * @param reason the reason in one word
	 * @param description what happened
	 * @param action what to do, if there is something to do
	 */
	record Problem(String reason, String description, @Nullable String action) {

		private static @Nullable Problem of(@Nullable Map<String, Object> details) {
			if (details == null || !details.containsKey("reason")) {
				return null;
			}
			return new Problem(String.valueOf(details.get("reason")), String.valueOf(details.get("description")),
					Objects.toString(details.get("action"), null));
		}

	}

}
