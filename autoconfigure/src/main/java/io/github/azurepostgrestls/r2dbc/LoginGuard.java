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

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;

import io.github.azurepostgrestls.wire.ConnectionStage;
import io.github.azurepostgrestls.wire.EngineHandshake;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.NegotiationPackets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Follows the login on a channel whose server is verified, and leaves the channel
 * afterwards. A login that isn't completed in time, or that the server refuses, closes
 * the channel: the driver leaves that to the server.
 *
 * @author the azure-postgres-tls contributors
 */
final class LoginGuard extends ChannelDuplexHandler {

	private final EngineHandshake handshake;

	private final NegotiatedSession session;

	private final TimeLimit limit;

	private boolean begun;

	private boolean closed;

	private @Nullable IOException failure;

	LoginGuard(EngineHandshake handshake, NegotiatedSession session, Duration limit) {
		this.handshake = handshake;
		this.session = session;
		this.limit = new TimeLimit(limit);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.limit.end();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (!this.begun && message instanceof ByteBuf bytes) {
			this.begun = true;
			begin(context, NegotiationPackets.isCancelRequest(bytes.nioBuffer()));
		}
		this.handshake.sentMessages();
		context.write(message, context.newPromise().addListener((result) -> written(result, promise)));
	}

	private void written(Future<?> result, ChannelPromise promise) {
		if (result.isSuccess()) {
			promise.trySuccess();
		}
		else {
			promise.tryFailure(this.closed ? result.cause() : failed(ConnectionGate.inTheWordsOfJsse(result.cause())));
		}
	}

	// A cancel request says nothing of the connections of the ConnectionFactory
	private void begin(ChannelHandlerContext context, boolean cancels) {
		if (cancels) {
			context.pipeline().remove(this);
			return;
		}
		this.handshake.verified(this.session, OpenChannel.of(context.channel()));
		this.limit.start(context, (elapsed) -> {
			// The driver leaves a connection whose subscription was cancelled to itself
			if (this.handshake.isClientsTurn()) {
				this.closed = true;
			}
			else {
				this.failure = this.handshake.timedOut(ConnectionStage.LOGIN, elapsed);
				context.fireExceptionCaught(this.failure);
			}
			context.close();
		});
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof ByteBuf bytes) {
			this.handshake.receivedMessages(bytes.nioBuffer());
		}
		if (this.handshake.isLoginRefused()) {
			// Before the driver tells anybody
			OpenChannel.of(context.channel()).end();
			context.executor().execute(context.channel()::close);
		}
		context.fireChannelRead(message);
		if (!this.handshake.isLoggingIn()) {
			context.pipeline().remove(this);
		}
	}

	// Such as an alert: under TLS 1.3 that is how a client certificate is refused
	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.fireExceptionCaught(failed(ConnectionGate.inTheWordsOfJsse(cause)));
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (!this.closed && this.failure == null) {
			context.fireExceptionCaught(failed(new EOFException("The server closed the connection")));
		}
		context.fireChannelInactive();
	}

	// The first is what happened, and whatever follows comes of it
	private IOException failed(Throwable cause) {
		IOException first = this.failure;
		if (first == null) {
			first = this.handshake.handshakeFailed(cause);
			this.failure = first;
		}
		return first;
	}

	// Nobody wants the connection any more, which is no failure
	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		this.closed = true;
		context.close(promise);
	}

}
