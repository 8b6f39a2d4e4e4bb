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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;

import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.github.azurepostgrestls.wire.EngineHandshake;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/**
 * What is below the R2DBC driver: the event loops that the application would use anyway,
 * whose channels carry nothing but an SSLRequest and verified TLS. The driver asks it for
 * each channel, then for the TLS engine of that channel.
 *
 * @author the azure-postgres-tls contributors
 */
final class GuardedTransport implements LoopResources {

	/** For what may block. Its own, for that of Reactor may be full of those who wait. */
	static final Scheduler BLOCKING = Schedulers.newBoundedElastic(10, Integer.MAX_VALUE, "azure-postgres-tls-r2dbc",
			60, true);

	private final Supplier<? extends LoopResources> loops;

	private final ConnectionSecurity security;

	private final boolean direct;

	private final Duration limit;

	// Between the creation of an engine and the registration of its channel
	private final Map<SSLEngine, EngineHandshake> handshakes = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link GuardedTransport} instance.
	 * @param loops finds the event loops
	 * @param security what secures the connections
	 * @param direct whether TLS starts without an SSLRequest
	 * @param limit how long it may take until a server is verified
	 */
	GuardedTransport(Supplier<? extends LoopResources> loops, ConnectionSecurity security, boolean direct,
			Duration limit) {
		this.loops = loops;
		this.security = security;
		this.direct = direct;
		this.limit = limit;
	}

	SSLEngine engine(String host, int port) {
		EngineHandshake handshake = this.security.createEngine(new ServerAddress(host, port), this.direct);
		this.handshakes.put(handshake.engine(), handshake);
		return handshake.engine();
	}

	/**
	 * Take the handshake of an engine.
	 * @param engine the engine of a channel
	 * @return the handshake, or {@code null} if the engine isn't from here
	 */
	@Nullable EngineHandshake take(SSLEngine engine) {
		return this.handshakes.remove(engine);
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> channelType, EventLoopGroup group) {
		C channel = this.loops.get().onChannel(channelType, group);
		// Names are resolved through the same event loops, by DNS over UDP
		if (!DatagramChannel.class.isAssignableFrom(channelType)) {
			channel.pipeline().addLast(new ConnectionGate(this, this.limit));
		}
		return channel;
	}

	@Override
	public <C extends Channel> Class<? extends C> onChannelClass(Class<C> channelType, EventLoopGroup group) {
		return this.loops.get().onChannelClass(channelType, group);
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return this.loops.get().onClient(useNative);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return this.loops.get().onServer(useNative);
	}

	@Override
	public EventLoopGroup onServerSelect(boolean useNative) {
		return this.loops.get().onServerSelect(useNative);
	}

	@Override
	public boolean daemon() {
		return this.loops.get().daemon();
	}

	@Override
	public boolean isDisposed() {
		return this.loops.get().isDisposed();
	}

	@Override
	public void dispose() {
		this.loops.get().dispose();
	}

	@Override
	public Mono<Void> disposeLater() {
		return this.loops.get().disposeLater();
	}

	@Override
	public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
		return this.loops.get().disposeLater(quietPeriod, timeout);
	}

}
