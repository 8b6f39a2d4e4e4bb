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

package io.github.azurepostgrestls.driver;

import java.util.Locale;
import java.util.function.Supplier;

import io.github.azurepostgrestls.properties.VerificationMode;

/**
 * A setting about TLS that the application gives to a driver: what it means for the
 * guarantee, whichever driver it is and however that one spells the name.
 *
 * @param text the setting as far as it may be shown, for example {@code sslmode=disable}
 * @param location where it was found, to follow the word "in"
 * @author the azure-postgres-tls contributors
 */
public record TlsSetting(String text, Supplier<String> location) {

	private static final String ROOTS = "azure.postgres.tls.root-certificates";

	private static final String WITHOUT_TLS = "To exempt a database without TLS set"
			+ " azure.postgres.tls.data-sources.<name>.enabled=false.";

	/**
	 * Return what a mode means.
	 * @param value the mode by its libpq name
	 * @param required the configured mode
	 * @return the meaning
	 * @throws ContradictoryTlsSettingException if it switches TLS off or isn't known
	 */
	public Meaning meaningOfMode(String value, VerificationMode required) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "disable" -> throw switchesOff();
			case "allow", "prefer", "require" -> Meaning.RAISED;
			case "verify-ca" -> (required == VerificationMode.VERIFY_FULL) ? Meaning.RAISED : Meaning.REPLACED;
			case "verify-full" -> Meaning.REPLACED;
			default ->
				throw contradicts("The driver knows no such mode.", "Remove it: connections are verify-full anyway.");
		};
	}

	/**
	 * Return what a switch of TLS means.
	 * @param on whether it switches TLS on
	 * @return the meaning
	 * @throws ContradictoryTlsSettingException if it switches TLS off
	 */
	public Meaning meaningOfSwitch(boolean on) {
		if (on) {
			return Meaning.REPLACED;
		}
		throw switchesOff();
	}

	private ContradictoryTlsSettingException switchesOff() {
		return contradicts("It switches TLS off.", "Remove it. " + WITHOUT_TLS);
	}

	/**
	 * Refuse a file of root certificates.
	 * @return the exception to throw
	 */
	public ContradictoryTlsSettingException namesRootCertificate() {
		return contradicts("It is not read when the starter secures the connection.",
				"Remove it: the starter contains the Azure roots. To trust this file, add it to %s, beside 'azure' if you need the Azure roots too."
					.formatted(ROOTS));
	}

	/**
	 * Refuse a client certificate or its key.
	 * @return the exception to throw
	 */
	public ContradictoryTlsSettingException namesClientCertificate() {
		return contradicts("Client certificates are not read from driver parameters.",
				"Remove it: Azure Database for PostgreSQL takes no client certificates. For a server that does, set azure.postgres.tls.bundle to an SSL bundle with a key store.");
	}

	/**
	 * Refuse a class or an object that would decide which servers are trusted.
	 * @return the exception to throw
	 */
	public ContradictoryTlsSettingException decidesTrust() {
		return decides("which servers to trust", "Remove it; trusted roots are configured with " + ROOTS + ".");
	}

	/**
	 * Refuse a class or an object that would decide which host names are right.
	 * @return the exception to throw
	 */
	public ContradictoryTlsSettingException decidesName() {
		return decides("which host names are right",
				"Remove it; to verify another name than the URL's set azure.postgres.tls.server-name.");
	}

	/**
	 * Refuse a class or an object that would decide something.
	 * @param decision what it would decide
	 * @param action how to fix it
	 * @return the exception to throw
	 */
	public ContradictoryTlsSettingException decides(String decision, String action) {
		return contradicts("Another class would decide %s.".formatted(decision), action);
	}

	/**
	 * Refuse this setting.
	 * @param reason one sentence why it contradicts
	 * @param action one sentence that says how to fix it
	 * @return the exception to throw
	 */
	public ContradictoryTlsSettingException contradicts(String reason, String action) {
		return new ContradictoryTlsSettingException(this.text, this.location.get(), reason, action);
	}

}
