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

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.github.azurepostgrestls.revocation.HttpResponder.Behaviour;

/**
 * What a broken or hostile HTTP server does with a request.
 *
 * @author the azure-postgres-tls contributors
 */
enum Misbehaviour implements Behaviour {

	/** Chunks without end. */
	ENDLESS_CHUNKS((request, out, socket) -> {
		write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		repeat(out, "4000\r\n" + "x".repeat(0x4000) + "\r\n");
	}),

	/** More than anyone can store, as announced. */
	HUGE_BODY((request, out, socket) -> {
		write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n");
		repeat(out, "x".repeat(0x4000));
	}),

	/** A body that ends with the connection, which doesn't end. */
	ENDLESS_BODY((request, out, socket) -> {
		write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
		repeat(out, "x".repeat(0x4000));
	}),

	/** An error whose page has no end. */
	ENDLESS_ERROR((request, out, socket) -> {
		write(out, "HTTP/1.1 500 Oops\r\nConnection: close\r\n\r\n");
		repeat(out, "x".repeat(0x4000));
	}),

	/** Header fields without end. */
	ENDLESS_HEADERS((request, out, socket) -> {
		write(out, "HTTP/1.1 200 OK\r\n");
		repeat(out, "X-Field: " + "x".repeat(0x1000) + "\r\n");
	}),

	/** One header field without end. */
	ENDLESS_HEADER((request, out, socket) -> {
		write(out, "HTTP/1.1 200 OK\r\nX-Field: ");
		repeat(out, "x".repeat(0x4000));
	}),

	/** An end without an answer. */
	CLOSES((request, out, socket) -> {
	}),

	/** An end without a farewell. */
	RESETS((request, out, socket) -> socket.setSoLinger(true, 0)),

	/** An end amid the body. */
	BREAKS_OFF((request, out, socket) -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")),

	/** The same address again. */
	REDIRECTS_TO_ITSELF((request, out, socket) -> write(out,
			"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")),

	/** A file of this machine. */
	REDIRECTS_TO_A_FILE((request, out, socket) -> write(out,
			"HTTP/1.1 302 Found\r\nLocation: file:/etc/hosts\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")),

	/** No HTTP at all. */
	SPEAKS_SOMETHING_ELSE((request, out, socket) -> write(out, "220 mail.example.com ESMTP\r\n\r\n")),

	/** Nothing that can be parsed. */
	GARBAGE((request, out, socket) -> write(out,
			"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n0\u0001\u0002\u0003xyzzy")),

	/** A success without a content. */
	NOTHING((request, out, socket) -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")),

	/** The page of an error, byte by byte. */
	DRIPS_ERROR((request, out, socket) -> {
		write(out, "HTTP/1.1 500 Oops\r\nContent-Length: 10000\r\n\r\n");
		drip(out, "x");
	}),

	/** Silence. */
	SILENT((request, out, socket) -> socket.getInputStream().read()),

	/** The head of a response, byte by byte. */
	DRIPS_HEADERS((request, out, socket) -> {
		write(out, "HTTP/1.1 200 OK\r\nX-Field: ");
		drip(out, "x");
	}),

	/** The body of a response, byte by byte. */
	DRIPS_BODY((request, out, socket) -> {
		write(out, "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n");
		drip(out, "x");
	}),

	/** The chunks of a response, byte by byte. */
	DRIPS_CHUNKS((request, out, socket) -> {
		write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		drip(out, "1\r\nx\r\n");
	});

	private final Behaviour behaviour;

	Misbehaviour(Behaviour behaviour) {
		this.behaviour = behaviour;
	}

	@Override
	public void respond(byte[] request, OutputStream out, Socket socket) throws Exception {
		this.behaviour.respond(request, out, socket);
	}

	boolean isSlow() {
		return compareTo(SILENT) >= 0;
	}

	private static void write(OutputStream out, String text) throws Exception {
		out.write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static void repeat(OutputStream out, String text) throws Exception {
		while (!Thread.currentThread().isInterrupted()) {
			write(out, text);
		}
	}

	private static void drip(OutputStream out, String text) throws Exception {
		while (!Thread.currentThread().isInterrupted()) {
			write(out, text);
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

}
