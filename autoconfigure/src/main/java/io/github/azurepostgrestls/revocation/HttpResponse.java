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

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the response to an {@link HttpRequest} (RFC 9112).
 *
 * @author the azure-postgres-tls contributors
 */
final class HttpResponse {

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

	private static final int MAXIMUM_LINE = 8 * 1024;

	private final InputStream in;

	private final int maximum;

	private HttpResponse(InputStream in, int maximum) {
		this.in = in;
		this.maximum = maximum;
	}

	/**
	 * Read a whole response.
	 * @param in what is received, which must be bounded
	 * @param maximum how many bytes the body may have
	 * @return the body
	 * @throws IOException if the status isn't 200 or the body isn't complete
	 */
	static byte[] readBody(InputStream in, int maximum) throws IOException {
		return new HttpResponse(in, maximum).readBody();
	}

	private byte[] readBody() throws IOException {
		String status = readStatus();
		Fields fields = readFields();
		// Such as 100 Continue: the response proper follows
		while (status.startsWith("1")) {
			status = readStatus();
			fields = readFields();
		}
		if (!status.equals("200")) {
			throw new IOException("HTTP status " + status);
		}
		if (fields.chunked()) {
			return readChunks();
		}
		return (fields.length() >= 0) ? readExactly(fields.length()) : readToTheEnd();
	}

	private String readStatus() throws IOException {
		Matcher matcher = STATUS_LINE.matcher(readLine());
		if (!matcher.matches()) {
			throw new ProtocolException("the answer is not HTTP");
		}
		return matcher.group(1);
	}

	private Fields readFields() throws IOException {
		Fields fields = new Fields(false, -1);
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			String field = line.toLowerCase(Locale.ROOT);
			String value = field.substring(field.indexOf(':') + 1).strip();
			if (field.startsWith("transfer-encoding:")) {
				fields = new Fields(value.equals("chunked"), fields.length());
			}
			else if (field.startsWith("content-length:")) {
				fields = new Fields(fields.chunked(), sizeOf(value, 10));
			}
		}
		return fields;
	}

	private byte[] readChunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = readChunkSize(); size > 0; size = readChunkSize()) {
			body.writeBytes(readExactly(size));
			if (body.size() > this.maximum) {
				throw tooLong();
			}
			readLine();
		}
		return body.toByteArray();
	}

	private int readChunkSize() throws IOException {
		return sizeOf(readLine().split(";", 2)[0].strip(), 16);
	}

	private int sizeOf(String text, int radix) throws IOException {
		try {
			long size = Long.parseUnsignedLong(text, radix);
			if (size < 0 || size > this.maximum) {
				throw tooLong();
			}
			return (int) size;
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException("the answer is not HTTP");
		}
	}

	private IOException tooLong() {
		return new IOException("the answer is longer than %d KiB".formatted(this.maximum / 1024));
	}

	private byte[] readToTheEnd() throws IOException {
		byte[] body = this.in.readNBytes(this.maximum + 1);
		if (body.length > this.maximum) {
			throw tooLong();
		}
		return body;
	}

	private byte[] readExactly(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("the answer breaks off");
		}
		return bytes;
	}

	private String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("the answer breaks off");
			}
			if (line.size() == MAXIMUM_LINE) {
				throw new ProtocolException("the answer has too long a head");
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

	/**
	 * What the header fields say of the body.
	 *
	 * @param chunked whether it comes in chunks
	 * @param length its length, negative if it isn't told
	 */
	private record Fields(boolean chunked, int length) {

	}

}
