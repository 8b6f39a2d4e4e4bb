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

package io.github.azurepostgrestls.trust;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a file of root certificates holds, it is loaded or refused with the error that
 * names the property.
 *
 * @author the azure-postgres-tls contributors
 */
public class RootCertificatesFuzzTests {

	private static final String PROPERTY = "azure.postgres.tls.root-certificates";

	@FuzzTest
	void loadsRootsOrRefusesThem(byte[] content) {
		load("classpath:roots", content);
		load("classpath:roots", pem(content).getBytes(StandardCharsets.US_ASCII));
		load(new String(content, StandardCharsets.UTF_8), content);
		load(pem(content), content);
	}

	private static void load(String location, byte[] content) {
		try {
			RootCertificates roots = RootCertificates.load(PROPERTY, List.of(location), new BytesLoader(content));
			assertThat(roots.asList()).isNotEmpty().allSatisfy((root) -> {
				assertThat(root.certificate().getSubjectX500Principal())
					.isEqualTo(root.certificate().getIssuerX500Principal());
				assertThat(root.name()).isNotNull();
			});
			assertThat(roots.toString()).isNotEmpty();
		}
		catch (InvalidTlsConfigurationException ex) {
			assertThat(ex.getMessage()).contains(PROPERTY);
		}
	}

	private static String pem(byte[] content) {
		return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
			.formatted(Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content));
	}

	/**
	 * Finds the same content wherever it is asked to look.
	 */
	public static final class BytesLoader extends DefaultResourceLoader {

		private final byte[] content;

		public BytesLoader(byte[] content) {
			this.content = content;
		}

		@Override
		public Resource getResource(String location) {
			return new ClassPathResource("content") {

				@Override
				public InputStream getInputStream() {
					return new ByteArrayInputStream(BytesLoader.this.content);
				}

				@Override
				public boolean isFile() {
					return false;
				}

			};
		}

	}

}
