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
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.github.azurepostgrestls.wire.ConnectionStage;
import io.github.azurepostgrestls.wire.EngineHandshake;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.dns.TcpDnsQueryEncoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * Stands between TLS and the driver, and is closed until the server is verified: until
 * then the driver isn't told that the channel is connected, and nothing of it passes. The
 * first failure closes the channel, is reported once, and is what the driver gets as the
 * reason why it couldn't connect.
 * <p>
 * Used by the event loop of the channel only, and only until the server is verified.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionGate extends ChannelDuplexHandler {

	private final GuardedTransport transport;

	private final Duration time;

	private final TimeLimit limit;

	private ConnectionStage stage = ConnectionStage.TCP_CONNECTION;

	private @Nullable EngineHandshake handshake;

	private @Nullable ChannelPromise connected;

	private boolean open;

	private boolean closed;

	private @Nullable Channel channel;

	/**
	 * Create a new {@link ConnectionGate} instance.
	 * @param transport knows the handshake of the channel's engine
	 * @param limit how long it may take until the server is verified
	 */
	ConnectionGate(GuardedTransport transport, Duration limit) {
		this.transport = transport;
		this.time = limit;
		this.limit = new TimeLimit(limit);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.channel = context.channel();
	}

	boolean isOpen() {
		return this.open;
	}

	void enter(ConnectionStage stage) {
		this.stage = stage;
	}

	// The driver has set up TLS by now
	@Override
	public void channelRegistered(ChannelHandlerContext context) {
		SslHandler tls = context.pipeline().get(SslHandler.class);
		if (tls != null) {
			tls.setHandshakeTimeoutMillis(0);
			this.handshake = this.transport.take(tls.engine());
		}
		context.fireChannelRegistered();
		// Answers that are too long for UDP
		if (context.pipeline().get(TcpDnsQueryEncoder.class) != null) {
			context.pipeline().remove(this);
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		if (this.handshake != null) {
			this.handshake.end();
		}
		this.limit.end();
	}

	@Override
	public void connect(ChannelHandlerContext context, SocketAddress remote, @Nullable SocketAddress local,
			ChannelPromise promise) {
		EngineHandshake handshake = this.handshake;
		if (handshake == null) {
			promise.setFailure(new SSLException("The driver didn't set up the TLS of this starter"));
			return;
		}
		this.connected = promise;
		this.limit.start(context, (elapsed) -> fail(() -> handshake.timedOut(this.stage, elapsed)));
		context.pipeline().addFirst(new NetworkGuard(handshake, this));
		ChannelPromise tcp = context.newPromise();
		tcp.addListener((result) -> {
			if (!result.isSuccess()) {
				fail(() -> tcpFailed(handshake, result.cause()));
			}
		});
		context.connect(remote, local, tcp);
	}

	private IOException tcpFailed(EngineHandshake handshake, Throwable cause) {
		return (cause instanceof ConnectTimeoutException) ? handshake.timedOut(this.stage, this.limit.elapsed())
				: handshake.unreachable((cause instanceof IOException known) ? known : new IOException(cause));
	}

	// TLS passes it on when it begins
	@Override
	public void channelActive(ChannelHandlerContext context) {
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		EngineHandshake handshake = this.handshake;
		if (event instanceof SslHandshakeCompletionEvent completion && handshake != null) {
			if (!completion.isSuccess()) {
				fail(handshake, context.channel().isActive() ? completion.cause() : brokenOff(completion.cause()));
			}
			else if (handshake.checksRevocation()) {
				GuardedTransport.BLOCKING.schedule(() -> verify(context, handshake));
			}
			else {
				verify(context, handshake);
			}
		}
		else if (event instanceof SslCloseCompletionEvent && handshake != null) {
			// Perhaps while revocation is checked
			fail(handshake, new EOFException("The server closed the connection"));
		}
		context.fireUserEventTriggered(event);
	}

	private void verify(ChannelHandlerContext context, EngineHandshake handshake) {
		try {
			NegotiatedSession session = handshake.requireVerified();
			context.executor().execute(() -> open(context, handshake, session));
		}
		catch (IOException | RuntimeException ex) {
			context.executor().execute(() -> fail(handshake, ex));
		}
	}

	private void open(ChannelHandlerContext context, EngineHandshake handshake, NegotiatedSession session) {
		if (!context.channel().isActive()) {
			fail(handshake, new EOFException("The server closed the connection"));
		}
		else if (!this.closed && this.connected != null) {
			this.open = true;
			context.pipeline().addAfter(context.name(), null, new LoginGuard(handshake, session, this.time));
			context.pipeline().remove(this);
			this.connected.trySuccess();
			context.fireChannelActive();
		}
	}

	private void fail(EngineHandshake handshake, Throwable cause) {
		fail(() -> handshake.handshakeFailed(cause));
	}

	/**
	 * Say of a connection that ended what JSSE's sockets say, for Netty has its own
	 * words.
	 * @param cause what Netty says
	 * @return the end, or what Netty says if that is about something else
	 */
	static Throwable inTheWordsOfJsse(Throwable cause) {
		return (cause.getClass() == IOException.class || cause instanceof ClosedChannelException) ? brokenOff(cause)
				: cause;
	}

	private static IOException brokenOff(Throwable cause) {
		Throwable deepest = NestedExceptionUtils.getMostSpecificCause(cause);
		return (deepest instanceof ClosedChannelException) ? new EOFException("The server closed the connection")
				: new SocketException(deepest.getMessage());
	}

	/**
	 * Close the channel at once, without a word to the server.
	 * @param failure reports why, and returns what the driver gets
	 */
	void fail(Supplier<IOException> failure) {
		Channel channel = this.channel;
		if (!this.closed && channel != null) {
			this.closed = true;
			this.limit.end();
			IOException reason = failure.get();
			if (this.connected != null) {
				this.connected.tryFailure(reason);
			}
			closeBelowTls(channel);
		}
	}

	// Nobody wants the connection any more, which is no failure
	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		this.closed = true;
		context.close(promise);
	}

	private static void closeBelowTls(Channel channel) {
		ChannelHandlerContext guard = channel.pipeline().context(NetworkGuard.class);
		if (guard != null) {
			guard.close();
		}
		else {
			channel.close();
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		ReferenceCountUtil.release(message);
		promise.tryFailure(new SSLException("The server isn't verified"));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ReferenceCountUtil.release(message);
		if (this.handshake != null) {
			fail(this.handshake, new SSLException("The server sent something before it was verified"));
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		EngineHandshake handshake = this.handshake;
		if (handshake == null) {
			context.fireExceptionCaught(cause);
		}
		else {
			fail(handshake, inTheWordsOfJsse(cause));
		}
	}

}
