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

package io.github.azurepostgrestls.differential;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.azurepostgrestls.differential.Certificates.Holder;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TlsPostgres;
import org.jspecify.annotations.Nullable;

/**
 * A server and a client that meet.
 *
 * @param name what is special about it
 * @param presented what the server presents
 * @param roots the PEM file of the roots that the client trusts
 * @param revocationLists the PEM file of the revocation lists, or {@code null}
 * @param host the name that the client connects to
 * @param settings settings of the server
 * @param minimumProtocol the oldest protocol of the client
 * @param accepted whether the starter accepts the server
 * @param stricter the title in the guide under which it says why psql accepts what the
 * starter refuses, or {@code null} if psql must refuse it too
 * @param unfound the title in the guide under which it says why psql finds no path to a
 * trusted root, or {@code null} if it must find the one that the starter finds
 * @author the azure-postgres-tls contributors
 */
record Case(String name, ServerCertificate presented, String roots, @Nullable String revocationLists, String host,
		Map<String, String> settings, String minimumProtocol, boolean accepted, @Nullable String stricter,
		@Nullable String unfound) {

	static final String HOST = AzureHosts.SERVER;

	static final String NAMESAKES = "Two authorities of one name";

	static final String FORGED_LISTS = "A forged revocation list beside a good one";

	static Stream<Case> all() {
		return Stream
			.of(NameCases.all(), ValidityCases.all(), TrustCases.all(), ChainCases.all(), UsageCases.all(),
					StrengthCases.all(), ProtocolCases.all(), RevocationCases.all(), UnusualCases.all())
			.flatMap((group) -> group);
	}

	static Case accepted(String name, ServerCertificate presented, Holder... roots) {
		return new Case(name, presented, pem(roots), null, HOST, Map.of(), "TLSv1.2", true, null, null);
	}

	static Case refused(String name, ServerCertificate presented, Holder... roots) {
		return new Case(name, presented, pem(roots), null, HOST, Map.of(), "TLSv1.2", false, null, null);
	}

	Case stricterThanPsql(String title) {
		return new Case(this.name, this.presented, this.roots, this.revocationLists, this.host, this.settings,
				this.minimumProtocol, false, title, null);
	}

	Case withPathThatPsqlDoesNotFind(String title) {
		return new Case(this.name, this.presented, this.roots, this.revocationLists, this.host, this.settings,
				this.minimumProtocol, true, null, title);
	}

	Case named(String name) {
		return new Case(name, this.presented, this.roots, this.revocationLists, this.host, this.settings,
				this.minimumProtocol, this.accepted, this.stricter, this.unfound);
	}

	Case host(String host) {
		return new Case(this.name, this.presented, this.roots, this.revocationLists, host, this.settings,
				this.minimumProtocol, this.accepted, this.stricter, this.unfound);
	}

	Case roots(String pem) {
		return new Case(this.name, this.presented, pem, this.revocationLists, this.host, this.settings,
				this.minimumProtocol, this.accepted, this.stricter, this.unfound);
	}

	Case revocationLists(String pem) {
		return new Case(this.name, this.presented, this.roots, pem, this.host, this.settings, this.minimumProtocol,
				this.accepted, this.stricter, this.unfound);
	}

	Case minimumProtocol(String protocol) {
		return new Case(this.name, this.presented, this.roots, this.revocationLists, this.host, this.settings, protocol,
				this.accepted, this.stricter, this.unfound);
	}

	Case server(String setting, String value) {
		Map<String, String> settings = new LinkedHashMap<>(this.settings);
		settings.put(setting, value);
		return new Case(this.name, this.presented, this.roots, this.revocationLists, this.host, settings,
				this.minimumProtocol, this.accepted, this.stricter, this.unfound);
	}

	/**
	 * Let the server use what OpenSSL finds too weak: that is for its clients to judge.
	 * @return the case with that
	 */
	Case withAnyStrength() {
		return server("ssl_ciphers", "'ALL:!aNULL:@SECLEVEL=0'");
	}

	/**
	 * Let a server be the server of this case.
	 * @param postgres the server
	 * @throws SQLException if it doesn't do it
	 */
	void setUp(TlsPostgres postgres) throws SQLException {
		for (Map.Entry<String, String> setting : this.settings.entrySet()) {
			postgres.set(setting.getKey(), setting.getValue());
		}
		postgres.present(this.presented);
	}

	static String pem(Holder... certificates) {
		return Pem.of(Arrays.stream(certificates).map(Holder::certificate).toArray());
	}

	@Override
	public String toString() {
		return this.name;
	}

}
