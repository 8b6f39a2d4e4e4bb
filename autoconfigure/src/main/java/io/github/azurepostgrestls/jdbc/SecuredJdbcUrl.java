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

package io.github.azurepostgrestls.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.driver.Meaning;
import io.github.azurepostgrestls.properties.ChannelBinding;
import io.github.azurepostgrestls.properties.Negotiation;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.wire.GuardedSocketFactory;
import io.github.azurepostgrestls.wire.SecurityReference;
import io.github.azurepostgrestls.wire.ServerNameVerifier;
import io.github.azurepostgrestls.wire.VerifyingSocketFactory;

/**
 * A JDBC URL that keeps the guarantee: parameters in the URL beat every other source of
 * the driver's configuration, so that is where the guarantee belongs.
 *
 * @param url the secured URL
 * @param raised the parameters that asked for less, in their order
 * @author the azure-postgres-tls contributors
 */
record SecuredJdbcUrl(String url, List<DriverParameter> raised) {

	/**
	 * Secure the URL of a DataSource.
	 * @param settings how the application configured it
	 * @param guarantee what to write into the URL
	 * @return the secured URL
	 * @throws ContradictoryTlsSettingException if a setting contradicts the guarantee
	 */
	static SecuredJdbcUrl secure(ConnectionSettings settings, Guarantee guarantee) {
		PostgresJdbcUrl url = settings.url();
		requireNoCredentials(url, settings.urlLocation());
		VerificationMode mode = guarantee.mode();
		List<DriverParameter> inUrl = url.decodedParameters();
		List<DriverParameter> raised = Stream
			.concat(raised(inUrl, mode, (parameter) -> settings.urlLocation().get()),
					raised(settings.properties(), mode, settings.propertiesLocation()))
			.toList();
		List<DriverParameter> all = Stream.concat(inUrl.stream(), settings.properties().stream()).toList();
		PostgresJdbcUrl kept = url.without(
				(parameter) -> parameter.decoded().meaningUnder(mode, settings.urlLocation()) != Meaning.UNRELATED);
		PostgresJdbcUrl secured = withOptions(kept, all, guarantee).with("sslmode", strongestMode(all, mode).sslmode())
			.with("sslfactory", VerifyingSocketFactory.class.getName())
			.with("sslfactoryarg", reference(inUrl, guarantee))
			.with("sslhostnameverifier", ServerNameVerifier.class.getName())
			.with("socketFactory", GuardedSocketFactory.class.getName())
			.with("gssEncMode", "disable");
		return new SecuredJdbcUrl(secured.toString(), raised);
	}

	// Or they would be shown wherever the server is
	private static void requireNoCredentials(PostgresJdbcUrl url, Supplier<String> location) {
		if (url.hasCredentials()) {
			throw new ContradictoryTlsSettingException("…@", location.get(),
					"The driver takes what stands before the @ for a part of the host name.",
					"Set 'spring.datasource.username' and 'spring.datasource.password' instead.");
		}
	}

	private static Stream<DriverParameter> raised(List<DriverParameter> parameters, VerificationMode mode,
			Function<DriverParameter, String> location) {
		return parameters.stream()
			.filter((parameter) -> parameter.meaningUnder(mode, () -> location.apply(parameter)) == Meaning.RAISED);
	}

	private static VerificationMode strongestMode(List<DriverParameter> parameters, VerificationMode configured) {
		boolean full = parameters.stream()
			.anyMatch((parameter) -> parameter.name().equals("sslmode")
					&& parameter.value().equalsIgnoreCase(VerificationMode.VERIFY_FULL.sslmode()));
		return full ? VerificationMode.VERIFY_FULL : configured;
	}

	// To secure a secured URL of the same DataSource changes nothing
	private static String reference(List<DriverParameter> inUrl, Guarantee guarantee) {
		return inUrl.stream()
			.filter((parameter) -> parameter.name().equals("sslfactoryarg"))
			.map(DriverParameter::value)
			.filter((reference) -> SecurityReference.of(reference).id().equals(guarantee.reference().id()))
			.findFirst()
			.orElse(guarantee.reference().toString());
	}

	// Before the guarantee, so that to secure a secured URL changes nothing
	private static PostgresJdbcUrl withOptions(PostgresJdbcUrl url, List<DriverParameter> parameters,
			Guarantee guarantee) {
		PostgresJdbcUrl result = url;
		if (guarantee.negotiation() == Negotiation.DIRECT && !isGiven("sslNegotiation", parameters)) {
			result = replace(result, "sslNegotiation", "direct");
		}
		if (guarantee.channelBinding() == ChannelBinding.REQUIRE || !isGiven("channelBinding", parameters)) {
			result = replace(result, "channelBinding", guarantee.channelBinding().name().toLowerCase(Locale.ROOT));
		}
		return result;
	}

	private static PostgresJdbcUrl replace(PostgresJdbcUrl url, String name, String value) {
		return url.without((parameter) -> parameter.decoded().name().equals(name)).with(name, value);
	}

	private static boolean isGiven(String name, List<DriverParameter> parameters) {
		return parameters.stream().anyMatch((parameter) -> parameter.name().equals(name) && !parameter.isDefault());
	}

	/**
	 * What is written into a URL.
	 *
	 * @param mode the configured mode
	 * @param negotiation how TLS starts, unless the application says so itself
	 * @param channelBinding the channel binding, unless the application says so itself;
	 * if it is required it is required of all
	 * @param reference leads to the security of the DataSource
	 */
	record Guarantee(VerificationMode mode, Negotiation negotiation, ChannelBinding channelBinding,
			SecurityReference reference) {

	}

}
