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

package io.github.azurepostgrestls.observation;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.VerifiedConnection;

/**
 * One verified connection, which is held weakly: who loses it without closing it doesn't
 * keep it alive here.
 *
 * @author the azure-postgres-tls contributors
 */
final class LiveConnection extends WeakReference<VerifiedConnection> {

	private final NegotiatedSession session;

	private final LiveGroup group;

	LiveConnection(VerifiedConnection connection, ReferenceQueue<VerifiedConnection> collected,
			NegotiatedSession session, LiveGroup group) {
		super(connection, collected);
		this.session = session;
		this.group = group;
	}

	NegotiatedSession session() {
		return this.session;
	}

	LiveGroup group() {
		return this.group;
	}

}
