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

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.github.azurepostgrestls.wire.PendingHandshakes.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * Watches the handshake of one connection from below, where it also shows that it ended
 * too early: the driver tells nobody but its caller.
 *
 * @author the azure-postgres-tls contributors
 */
final class HandshakeWatch {

	// Written by the thread that connects only, as is all that follows
	private @Nullable Handshake handshake;

	private final PlaintextAlert serverAlert = new PlaintextAlert();

	private final PlaintextAlert clientAlert = new PlaintextAlert();

	private @Nullable IOException brokenOff;

	void begin(Handshake handshake) {
		this.handshake = handshake;
	}

	// JSSE writes a record at once
	void sent(byte[] bytes, int offset, int length) {
		if (this.handshake != null && this.handshake.isPending()) {
			this.clientAlert.restart();
			this.clientAlert.watch(bytes, offset, length);
		}
	}

	InputStream watch(InputStream in) {
		return new FilterInputStream(in) {

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				int count = readOrNote(buffer, offset, length);
				HandshakeWatch.this.serverAlert.watch(buffer, offset, count);
				return count;
			}

			private int readOrNote(byte[] buffer, int offset, int length) throws IOException {
				try {
					int count = this.in.read(buffer, offset, length);
					if (count == -1) {
						HandshakeWatch.this.brokenOff = new EOFException();
					}
					return count;
				}
				catch (IOException ex) {
					HandshakeWatch.this.brokenOff = ex;
					throw ex;
				}
			}

		};
	}

	/**
	 * The connection is being closed.
	 * @param host the host that was connected to
	 * @param port the port that was connected to
	 * @return the failure if there was a handshake in which the server's certificate was
	 * not judged, otherwise {@code null}
	 */
	@Nullable HandshakeFailedException end(String host, int port) {
		Handshake handshake = this.handshake;
		this.handshake = null;
		if (handshake == null || !handshake.isPending()) {
			return null;
		}
		Integer alert = this.serverAlert.description();
		if (alert == null && this.brokenOff == null) {
			alert = this.clientAlert.description();
		}
		return new HandshakeFailedException(host, port, alert, (alert != null) ? null : this.brokenOff);
	}

}
