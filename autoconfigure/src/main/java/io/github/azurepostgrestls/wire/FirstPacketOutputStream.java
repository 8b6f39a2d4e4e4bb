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

package io.github.azurepostgrestls.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What the driver writes before TLS: holds it back until it is known to be a
 * {@link FirstPacket} that may be sent.
 *
 * @author the azure-postgres-tls contributors
 */
final class FirstPacketOutputStream extends OutputStream {

	private final GuardedSocket socket;

	private final OutputStream out;

	private final ByteArrayOutputStream held = new ByteArrayOutputStream();

	FirstPacketOutputStream(GuardedSocket socket, OutputStream out) {
		this.socket = socket;
		this.out = out;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		if (length > 0) {
			this.socket.requireOpen();
			this.held.write(bytes, offset, length);
			inspect(this.held.toByteArray());
		}
	}

	private void inspect(byte[] packet) throws IOException {
		switch (FirstPacket.of(packet)) {
			case SSL_REQUEST -> ask(packet);
			case CANCEL_REQUEST -> {
				this.held.reset();
				this.socket.sendOverTls(packet);
			}
			case OTHER -> throw this.socket.fail(new PlaintextRefusedException(this.socket.server()));
			case INCOMPLETE -> {
			}
		}
	}

	private void ask(byte[] sslRequest) throws IOException {
		this.held.reset();
		this.socket.asking();
		try {
			this.out.write(sslRequest);
		}
		catch (IOException ex) {
			throw this.socket.unanswered(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
