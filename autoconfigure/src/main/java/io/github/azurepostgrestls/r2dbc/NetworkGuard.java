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

import java.io.IOException;

import io.github.azurepostgrestls.wire.ConnectionStage;
import io.github.azurepostgrestls.wire.EngineHandshake;
import io.github.azurepostgrestls.wire.NegotiationPackets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/**
 * The plaintext guard of a channel, next to the network: asks the server for TLS, and
 * from then on lets nothing but TLS records leave.
 *
 * @author the azure-postgres-tls contributors
 */
final class NetworkGuard extends ChannelDuplexHandler {

	private final EngineHandshake handshake;

	private final ConnectionGate gate;

	private boolean agreed;

	NetworkGuard(EngineHandshake handshake, ConnectionGate gate) {
		this.handshake = handshake;
		this.gate = gate;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		if (this.handshake.isDirect()) {
			agreed(context);
			return;
		}
		this.gate.enter(ConnectionStage.SSL_REQUEST);
		context.writeAndFlush(Unpooled.wrappedBuffer(NegotiationPackets.sslRequest()));
		// The driver reads only when it is told that the channel is active
		context.read();
	}

	// Now the TLS engine may begin
	private void agreed(ChannelHandlerContext context) {
		this.agreed = true;
		this.gate.enter(ConnectionStage.TLS_HANDSHAKE);
		context.fireChannelActive();
		context.read();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf bytes = (ByteBuf) message;
		if (!this.gate.isOpen()) {
			this.handshake.received(ByteBufUtil.getBytes(bytes));
		}
		if (this.agreed) {
			context.fireChannelRead(message);
			return;
		}
		bytes.release();
		if (this.handshake.isAgreed()) {
			agreed(context);
		}
		else {
			this.gate.fail(this.handshake::refused);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (this.agreed && message instanceof ByteBuf bytes && isTls(bytes)) {
			context.write(message, promise);
		}
		else {
			ReferenceCountUtil.release(message);
			IOException refusal = this.handshake.plaintextRefused();
			promise.tryFailure(refusal);
			this.gate.fail(() -> refusal);
		}
	}

	// An engine writes whole records
	private static boolean isTls(ByteBuf bytes) {
		return !bytes.isReadable() || bytes.readableBytes() > 1 && NegotiationPackets
			.isTlsRecord(bytes.getByte(bytes.readerIndex()), bytes.getByte(bytes.readerIndex() + 1));
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (!this.agreed) {
			this.gate.fail(this.handshake::refused);
		}
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (this.agreed || !(cause instanceof IOException failure)) {
			context.fireExceptionCaught(cause);
		}
		else {
			this.gate.fail(() -> this.handshake.unreachable(failure));
		}
	}

}
