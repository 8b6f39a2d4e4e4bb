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

package io.github.azurepostgrestls.actuate;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.IntSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Binds the meters of all secured DataSources, and takes them away when the application
 * context is closed.
 *
 * @author the azure-postgres-tls contributors
 */
public final class TlsMetrics implements MeterBinder, AutoCloseable {

	private final SecuredDataSources dataSources;

	private final List<TlsMeters> bound = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService scheduler;

	private final IntSupplier exempted;

	private final IntSupplier unverifiedServers;

	/**
	 * Create a new {@link TlsMetrics} instance.
	 * @param dataSources the DataSources
	 * @param exempted counts the beans that are exempted
	 * @param unverifiedServers counts the servers that the application connects to
	 * without verification
	 */
	public TlsMetrics(SecuredDataSources dataSources, IntSupplier exempted, IntSupplier unverifiedServers) {
		this.dataSources = dataSources;
		this.exempted = exempted;
		this.unverifiedServers = unverifiedServers;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("azure-postgres-tls-metrics-");
		threads.setDaemon(true);
		this.scheduler = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		TlsMeters meters = new TlsMeters(this.dataSources, registry, this.scheduler);
		this.bound.add(meters);
		meters.start();
		meters.show("exempted", "Beans for PostgreSQL that are exempted", this.exempted);
		meters.show("unverified.servers", "Servers that connections without verification lead to",
				this.unverifiedServers);
	}

	@Override
	public void close() {
		this.scheduler.shutdownNow();
		this.bound.forEach(TlsMeters::stop);
		this.bound.clear();
	}

}
