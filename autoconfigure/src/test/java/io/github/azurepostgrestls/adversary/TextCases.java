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

package io.github.azurepostgrestls.adversary;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;

/**
 * Servers whose certificates contain text that is harmful in logs and health.
 *
 * @author the azure-postgres-tls contributors
 */
final class TextCases {

	private static final List<Text> TEXTS = List.of(
			new Text("a forged log line",
					"a\r\n2026-01-01T00:00:00.000Z  INFO 1 --- [main] Forged : the server is verified"),
			new Text("terminal sequences", "a\u001b[2J\u001b[31mred\u0007"),
			new Text("a change of direction", "a\u202emoc.live\u2066b\u200f"), new Text("NUL", "a\0b"),
			new Text("line and paragraph separators", "a\u2028b\u2029c\u0085d"),
			new Text("5,000 characters", "x".repeat(5000)));

	private TextCases() {
	}

	static Stream<RogueCase> all() {
		return Stream.concat(TEXTS.stream().flatMap(TextCases::written), huge());
	}

	private static Stream<RogueCase> written(Text text) {
		return Stream.of(
				presenting("UNTRUSTED_ROOT", text.name() + " in the issuer's name",
						TestCertificateAuthority.withRoot("CN=" + escaped(text.value())).issue(AzureHosts.SERVER)),
				presenting("UNTRUSTED_ROOT", text.name() + " in the subject's name",
						TestCertificateAuthority.named("Rogue Root")
							.issue((certificate) -> certificate.subject("CN=" + escaped(text.value())),
									AzureHosts.SERVER)),
				presenting("HOSTNAME_MISMATCH", text.name() + " in the subject's name of a trusted server",
						RogueCertificates.TRUSTED.issue(
								(certificate) -> certificate.subject("CN=" + escaped(text.value())),
								AzureHosts.OTHER_SERVER)),
				presenting("HOSTNAME_MISMATCH", text.name() + " in an alternative name", RogueCertificates.TRUSTED
					.issue(AzureHosts.OTHER_SERVER, ascii(text.value()) + ".example.com")));
	}

	private static Stream<RogueCase> huge() {
		String[] names = IntStream.range(0, 1000).mapToObj("rogue%d.com"::formatted).toArray(String[]::new);
		return Stream.of(
				presenting("HOSTNAME_MISMATCH", "1,000 alternative names", RogueCertificates.TRUSTED.issue(names)),
				presenting("UNTRUSTED_ROOT", "20,000 characters in the subject's name",
						TestCertificateAuthority.named("Rogue Root")
							.issue((certificate) -> certificate.subject("CN=" + "x".repeat(20_000)),
									AzureHosts.SERVER)),
				RogueCase.failing(RogueCase.HANDSHAKE_FAILED, "text: 40,000 characters in the subject's name",
						Script.tls13(TestCertificateAuthority.named("Rogue Root")
							.issue((certificate) -> certificate.subject("CN=" + "x".repeat(40_000)), AzureHosts.SERVER),
								TlsServer::shakeHands)));
	}

	private static RogueCase presenting(String reason, String name, ServerCertificate certificate) {
		return RogueCase.failing(reason, "text: " + name, Script.tls13(certificate, TlsServer::shakeHands))
			.presentingChain();
	}

	// As RFC 4514 writes what is no plain text: each byte of UTF-8 in hexadecimal digits
	private static String escaped(String text) {
		StringBuilder escaped = new StringBuilder();
		for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
			escaped.append((each >= 'A' && each <= 'z' && each != 0x5c) ? String.valueOf((char) each)
					: "\\%02X".formatted(each));
		}
		return escaped.toString();
	}

	// An IA5String, without what would make it an address
	private static String ascii(String text) {
		return text.replace(':', ';').replaceAll("[^\\x00-\\x7f]", "\u0085");
	}

	/**
	 * Text that is harmful in logs or health.
	 *
	 * @param name what it is
	 * @param value the text
	 */
	private record Text(String name, String value) {

	}

}
