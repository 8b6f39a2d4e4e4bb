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

package io.github.azurepostgrestls.test;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import io.netty.pkitesting.X509Bundle;

import org.springframework.util.function.ThrowingSupplier;

/**
 * A server's certificate, the chain that it sends with it, and its key.
 *
 * @param chain what the server sends, its own certificate first
 * @param root the root of the chain
 * @param keyPair the keys
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public record ServerCertificate(List<X509Certificate> chain, X509Certificate root, KeyPair keyPair) {

	/**
	 * Create a new {@link ServerCertificate} instance.
	 */
	public ServerCertificate {
		chain = List.copyOf(chain);
	}

	static ServerCertificate of(X509Bundle bundle) {
		return new ServerCertificate(bundle.getCertificatePathList(), bundle.getRootCertificate(), bundle.getKeyPair());
	}

	/**
	 * Return the server's own certificate.
	 * @return the first of the chain
	 */
	public X509Certificate leaf() {
		return this.chain.get(0);
	}

	String[] names() {
		return ThrowingSupplier.of(leaf()::getSubjectAlternativeNames)
			.get()
			.stream()
			.map((name) -> String.valueOf(name.get(1)))
			.toArray(String[]::new);
	}

	/**
	 * Return this certificate, sent without any other.
	 * @return a chain of one
	 */
	public ServerCertificate withoutIntermediate() {
		return withChain(List.of(leaf()));
	}

	/**
	 * Return this certificate, sent with one more at the end of the chain.
	 * @param certificate the last certificate
	 * @return the longer chain
	 */
	public ServerCertificate followedBy(X509Certificate certificate) {
		List<X509Certificate> longer = new ArrayList<>(this.chain);
		longer.add(certificate);
		return withChain(longer);
	}

	/**
	 * Return this certificate, sent with another chain.
	 * @param chain what the server sends, its own certificate first
	 * @return the other chain
	 */
	public ServerCertificate withChain(List<X509Certificate> chain) {
		return new ServerCertificate(chain, this.root, this.keyPair);
	}

	/**
	 * Return the chain as PEM.
	 * @return what PostgreSQL reads from {@code ssl_cert_file}
	 */
	public String certificatePem() {
		return bundle().getCertificatePathPEM();
	}

	/**
	 * Return the private key as PEM.
	 * @return what PostgreSQL reads from {@code ssl_key_file}
	 */
	public String keyPem() {
		return bundle().getPrivateKeyPEM();
	}

	private X509Bundle bundle() {
		return X509Bundle.fromCertificatePath(this.chain.toArray(X509Certificate[]::new), this.root, this.keyPair);
	}

}
