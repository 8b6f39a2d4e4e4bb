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

package io.github.azurepostgrestls.r2dbc;

import io.github.azurepostgrestls.wire.VerifiedConnection;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/**
 * A channel whose server was verified. It lives as long as the channel.
 *
 * @author the azure-postgres-tls contributors
 */
final class OpenChannel implements VerifiedConnection {

	private static final AttributeKey<OpenChannel> KEY = AttributeKey.valueOf(OpenChannel.class, "verified");

	private final Channel channel;

	// Used by the event loop of the channel only
	private Runnable closeAction = () -> {
	};

	private OpenChannel(Channel channel) {
		this.channel = channel;
	}

	static OpenChannel of(Channel channel) {
		channel.attr(KEY).setIfAbsent(new OpenChannel(channel));
		return channel.attr(KEY).get();
	}

	/**
	 * The channel is about to be closed.
	 */
	void end() {
		this.closeAction.run();
	}

	@Override
	public void whenClosed(Runnable action) {
		this.closeAction = action;
		this.channel.closeFuture().addListener((closed) -> action.run());
	}

}
