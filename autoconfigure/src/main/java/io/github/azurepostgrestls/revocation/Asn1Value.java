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

package io.github.azurepostgrestls.revocation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Extension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.apache.kerby.asn1.Asn1;
import org.apache.kerby.asn1.UniversalTag;
import org.apache.kerby.asn1.parse.Asn1Container;
import org.apache.kerby.asn1.parse.Asn1ParseResult;
import org.apache.kerby.asn1.type.Asn1GeneralizedTime;
import org.apache.kerby.asn1.type.Asn1ObjectIdentifier;
import org.apache.kerby.asn1.type.Asn1Simple;
import org.jspecify.annotations.Nullable;

/**
 * A value in ASN.1 whose parts are found by their place or their tag. It is for what an
 * authority has signed, as it trusts the lengths within.
 *
 * @param parsed what the library has parsed
 * @author the azure-postgres-tls contributors
 */
record Asn1Value(Asn1ParseResult parsed) {

	static Asn1Value of(byte[] encoded) {
		try {
			return new Asn1Value(Asn1.parse(encoded));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Read an extension of a certificate or of a revocation list.
	 * @param extended the certificate or the list
	 * @param id the identifier of the extension
	 * @return the value, or {@code null} if there is no such extension
	 */
	static @Nullable Asn1Value ofExtension(X509Extension extended, String id) {
		byte[] encoded = extended.getExtensionValue(id);
		return (encoded != null) ? of(of(encoded).bytes()) : null;
	}

	List<Asn1Value> parts() {
		return (this.parsed instanceof Asn1Container container)
				? container.getChildren().stream().map(Asn1Value::new).toList() : List.of();
	}

	Asn1Value part(int index) {
		return parts().get(index);
	}

	/**
	 * Return the part with a context-specific tag.
	 * @param number the number of the tag
	 * @return the part, if there is one
	 */
	Optional<Asn1Value> tagged(int number) {
		return parts().stream().filter((part) -> part.isTagged(number)).findFirst();
	}

	boolean isTagged(int number) {
		return this.parsed.getHeader().getTag().isContextSpecific() && tag() == number;
	}

	boolean isSequence() {
		return this.parsed.getHeader().getTag().universalTag() == UniversalTag.SEQUENCE;
	}

	int tag() {
		return this.parsed.getHeader().getTag().tagNo();
	}

	byte[] bytes() {
		return this.parsed.readBodyBytes();
	}

	String text() {
		return new String(bytes(), StandardCharsets.US_ASCII);
	}

	boolean isTrue() {
		return bytes()[0] != 0;
	}

	String objectIdentifier() {
		return decode(new Asn1ObjectIdentifier());
	}

	Instant generalizedTime() {
		return decode(new Asn1GeneralizedTime()).toInstant();
	}

	private <T> T decode(Asn1Simple<T> type) {
		try {
			type.decode(this.parsed);
			return type.getValue();
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
