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

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azurepostgrestls.test.ServerCertificate;

import org.springframework.util.function.ThrowingSupplier;

/**
 * Makes the certificates of the cases. Keys are made once for all of them: to make an RSA
 * key takes longer than a whole case.
 *
 * @author the azure-postgres-tls contributors
 */
final class Certificates {

	private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

	private Certificates() {
	}

	/**
	 * Return a key.
	 * @param kind the algorithm and the size or curve, for example {@code RSA 2048}
	 * @param owner tells keys of one kind apart
	 * @return the same key for the same arguments
	 */
	static KeyPair key(String kind, String owner) {
		return KEYS.computeIfAbsent(kind + " " + owner, (name) -> generate(kind));
	}

	private static KeyPair generate(String kind) {
		return ThrowingSupplier.of(() -> {
			String[] parts = kind.split(" ");
			KeyPairGenerator generator = KeyPairGenerator.getInstance(parts[0]);
			if (parts[0].equals("EC")) {
				generator.initialize(new ECGenParameterSpec(parts[1]));
			}
			else if (parts.length > 1) {
				generator.initialize(Integer.parseInt(parts[1]));
			}
			return generator.generateKeyPair();
		}).get();
	}

	static Recipe root(String name) {
		return new Recipe("CN=" + name, key("RSA 2048", name)).authority();
	}

	static Recipe intermediate(String name) {
		return new Recipe("CN=" + name, key("RSA 2048", name)).authority();
	}

	static Recipe server(String... names) {
		return new Recipe("CN=server", key("RSA 2048", "server")).server(names);
	}

	static BigInteger serialNumber() {
		return BigInteger.valueOf(System.nanoTime());
	}

	/**
	 * What an authority or server holds.
	 *
	 * @param certificate the certificate
	 * @param keys its keys
	 */
	record Holder(X509Certificate certificate, KeyPair keys) {

		ServerCertificate presenting(Holder... others) {
			X509Certificate[] chain = new X509Certificate[others.length + 1];
			chain[0] = this.certificate;
			for (int i = 0; i < others.length; i++) {
				chain[i + 1] = others[i].certificate();
			}
			return new ServerCertificate(List.of(chain), this.certificate, this.keys);
		}

	}

}
