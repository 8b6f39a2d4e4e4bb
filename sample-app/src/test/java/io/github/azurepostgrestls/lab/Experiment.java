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

package io.github.azurepostgrestls.lab;

import java.util.function.Consumer;

import io.github.azurepostgrestls.test.TlsPostgres;

/**
 * A change of the server: a certificate and settings. From one experiment to the next,
 * the server has no moment at which it is as it started: a pool that retries could
 * connect then.
 *
 * @author the azure-postgres-tls contributors
 */
enum Experiment {

	/**
	 * A certificate for another name.
	 */
	OTHER_NAME("Certificate for another name", (server) -> server.presentCertificateFor("other.example.com")),

	/**
	 * An expired certificate.
	 */
	EXPIRED("Expired certificate", TlsPostgres::presentExpiredCertificate),

	/**
	 * A chain to a root that the application doesn't trust.
	 */
	OTHER_ROOT("Certificate of another root", TlsPostgres::presentUntrustedCertificate),

	/**
	 * A chain without its intermediate certificate.
	 */
	NO_INTERMEDIATE("Missing intermediate certificate",
			(server) -> server.present(server.certificate().withoutIntermediate())),

	/**
	 * No TLS, and so no certificate.
	 */
	NO_TLS("Server refuses TLS", (server) -> {
	}, "off", Experiment.DEFAULT),

	/**
	 * A man in the middle, who shows the server's certificates but doesn't have its key.
	 */
	MAN_IN_THE_MIDDLE("Man in the middle without the key", (server) -> {
	}),

	/**
	 * Nothing newer than TLS 1.2.
	 */
	TLS_1_2("TLS 1.2 only", (server) -> server.present(server.certificate()), Experiment.DEFAULT, "'TLSv1.2'"),

	/**
	 * A new certificate and a new intermediate of the same root.
	 */
	ROTATION("Rotated certificate", TlsPostgres::rotateCertificate),

	/**
	 * The server as it started.
	 */
	RESTORE("Restore the server", (server) -> server.present(server.certificate()));

	private static final String DEFAULT = "DEFAULT";

	private final String label;

	private final Consumer<TlsPostgres> certificate;

	private final String ssl;

	private final String maximumProtocol;

	Experiment(String label, Consumer<TlsPostgres> certificate) {
		this(label, certificate, Experiment.DEFAULT, Experiment.DEFAULT);
	}

	Experiment(String label, Consumer<TlsPostgres> certificate, String ssl, String maximumProtocol) {
		this.label = label;
		this.certificate = certificate;
		this.ssl = ssl;
		this.maximumProtocol = maximumProtocol;
	}

	/**
	 * Return the text of the button.
	 * @return the label
	 */
	public String label() {
		return this.label;
	}

	void changeServer(TlsPostgres server) {
		this.certificate.accept(server);
		server.set("ssl", this.ssl);
		server.set("ssl_max_protocol_version", this.maximumProtocol);
	}

}
