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

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/**
 * Loads what the JDK needs to begin a TLS handshake, while the application starts: the
 * first connection need not wait for it.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsBackgroundPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() throws GeneralSecurityException, SSLException {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[0], null);
		SSLEngine engine = context.createSSLEngine();
		engine.setUseClientMode(true);
		engine.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
	}

}
