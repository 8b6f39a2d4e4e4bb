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

package io.github.azurepostgrestls.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Answers whether certificates are revoked (RFC 6960), or doesn't.
 *
 * @author the azure-postgres-tls contributors
 */
final class OcspResponder implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final AtomicInteger requests = new AtomicInteger();

	private OcspResponder(Answer answer) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.executor);
		this.server.createContext("/", (exchange) -> {
			this.requests.incrementAndGet();
			respond(exchange, answer);
		});
		this.server.start();
	}

	/**
	 * Start a responder that says the same of every certificate.
	 * @param issuer the authority that signs the answers
	 * @param status what it says
	 * @return the running responder
	 */
	static OcspResponder answering(X509Bundle issuer, CertificateStatus status) throws IOException {
		return new OcspResponder((request) -> {
			SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(issuer.getKeyPair().getPublic().getEncoded());
			BasicOCSPRespBuilder response = new BasicOCSPRespBuilder(key,
					new JcaDigestCalculatorProviderBuilder().build().get(RespID.HASH_SHA1));
			for (Req each : new OCSPReq(request).getRequestList()) {
				response.addResponse(each.getCertID(), status);
			}
			return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL,
					response.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer.getKeyPair().getPrivate()),
							new X509CertificateHolder[0], Date.from(Instant.now())))
				.getEncoded();
		});
	}

	/**
	 * Start a responder that answers with nonsense.
	 * @return the running responder
	 */
	static OcspResponder talkingNonsense() throws IOException {
		return new OcspResponder((request) -> new byte[] { 1, 2, 3 });
	}

	/**
	 * Start a responder that takes requests and never answers.
	 * @return the running responder
	 */
	static OcspResponder silent() throws IOException {
		OcspResponder[] responder = new OcspResponder[1];
		responder[0] = new OcspResponder((request) -> {
			responder[0].closed.await();
			return new byte[0];
		});
		return responder[0];
	}

	private static void respond(HttpExchange exchange, Answer answer) throws IOException {
		try (exchange) {
			byte[] response = answer.to(requestOf(exchange));
			exchange.getResponseHeaders().add("Content-Type", "application/ocsp-response");
			exchange.sendResponseHeaders(200, response.length);
			exchange.getResponseBody().write(response);
		}
		catch (IOException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IOException(ex);
		}
	}

	// Short requests are part of the address (RFC 6960, appendix A.1)
	private static byte[] requestOf(HttpExchange exchange) throws IOException {
		return exchange.getRequestMethod().equals("GET")
				? Base64.getDecoder().decode(exchange.getRequestURI().getPath().substring(1))
				: exchange.getRequestBody().readAllBytes();
	}

	URI uri() {
		return URI.create("http://127.0.0.1:%d/".formatted(this.server.getAddress().getPort()));
	}

	int requests() {
		return this.requests.get();
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	/**
	 * Answers a request.
	 */
	private interface Answer {

		byte[] to(byte[] request) throws Exception;

	}

}
