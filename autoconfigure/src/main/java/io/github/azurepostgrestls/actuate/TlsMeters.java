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

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionListener;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ObservedFailure;
import io.github.azurepostgrestls.trust.TrustSource;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

/**
 * The meters of all secured DataSources in one registry.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsMeters implements ConnectionListener {

	private static final String PREFIX = "azure.postgres.tls.";

	private static final String SECONDS = "seconds";

	// So that the rows of closed connections vanish
	private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(10);

	// Rows follow new connections that soon, however many are opened
	private static final Duration REFRESH_DELAY = Duration.ofSeconds(1);

	private final SecuredDataSources dataSources;

	private final MeterRegistry registry;

	private final ScheduledExecutorService scheduler;

	private final MultiGauge connections;

	private final MultiGauge chainExpiry;

	private final MultiGauge rootExpiry;

	private final AtomicBoolean refreshPending = new AtomicBoolean();

	// Written by the first handshake with each server
	private final Map<Handshakes, Timer> handshakes = new ConcurrentHashMap<>();

	// Guarded by this, as what follows
	private final Set<Meter> meters = new HashSet<>();

	private final Set<Tags> servers = new HashSet<>();

	private boolean stopped;

	TlsMeters(SecuredDataSources dataSources, MeterRegistry registry, ScheduledExecutorService scheduler) {
		this.dataSources = dataSources;
		this.registry = registry;
		this.scheduler = scheduler;
		this.connections = MultiGauge.builder(PREFIX + "connections")
			.description("Live connections whose server was verified")
			.baseUnit(BaseUnits.CONNECTIONS)
			.register(registry);
		this.chainExpiry = MultiGauge.builder(PREFIX + "chain.expiry")
			.description("Time until the first certificate of a verified chain expires")
			.baseUnit(SECONDS)
			.register(registry);
		this.rootExpiry = MultiGauge.builder(PREFIX + "root.expiry")
			.description("Time until the trusted root certificate expires")
			.baseUnit(SECONDS)
			.register(registry);
	}

	synchronized void start() {
		this.dataSources.observations().add(this);
		for (ConnectionObservation observation : this.dataSources.observations().all()) {
			observed(observation);
			observation.liveSessions().forEach((group) -> record(observation, group.newest()));
		}
		this.scheduler.scheduleWithFixedDelay(this::refresh, REFRESH_INTERVAL.toMillis(), REFRESH_INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	synchronized void stop() {
		this.stopped = true;
		this.dataSources.observations().remove(this);
		this.meters.forEach(this.registry::remove);
		this.meters.clear();
		this.servers.clear();
		this.handshakes.values().forEach(this.registry::remove);
		this.handshakes.clear();
		Stream.of(this.connections, this.chainExpiry, this.rootExpiry).forEach((gauge) -> gauge.register(List.of()));
	}

	@Override
	public synchronized void observed(ConnectionObservation observation) {
		if (this.stopped) {
			return;
		}
		TrustSource trust = this.dataSources.of(observation).trust();
		count("reloads", "Changes of trust", trust, (each) -> each.reloads().succeeded(),
				Tags.of("name", observation.name(), "outcome", "success"));
		count("reloads", "Changes of trust", trust, (each) -> each.reloads().failed(),
				Tags.of("name", observation.name(), "outcome", "failure"));
		show("reload.failed", "Whether the newest change of trust could not be used", trust,
				(each) -> each.reloads().failure() != null, Tags.of("name", observation.name()));
		refresh();
		// The servers of a DataSource are known a little later
		refreshSoon();
	}

	private void showFailures(SecuredDataSource dataSource) {
		if (dataSource.servers().isEmpty()) {
			return;
		}
		for (String server : dataSource.serverNames()) {
			Tags tags = Tags.of("name", dataSource.name(), "server", server);
			if (this.servers.add(tags)) {
				showFailures(dataSource.observation(), server, tags);
			}
		}
	}

	private void showFailures(ConnectionObservation observation, String server, Tags tags) {
		Predicate<@Nullable ServerAddress> here = (
				failed) -> this.dataSources.of(observation).nameOf(failed).equals(server);
		for (FailureReason reason : FailureReason.values()) {
			count("failures", "Connections that could not be made", observation, (each) -> each.failures(reason, here),
					tags.and("reason", reason.name()));
			show("failure.open", "Whether the newest connection could not be made", observation,
					(each) -> isOpen(each.openFailure(here), reason), tags.and("reason", reason.name()));
		}
	}

	private <T> void count(String name, String description, T counted, ToDoubleFunction<T> count, Tags tags) {
		this.meters.add(FunctionCounter.builder(PREFIX + name, counted, count)
			.description(description)
			.tags(tags)
			.register(this.registry));
	}

	synchronized void show(String name, String description, IntSupplier count) {
		this.meters.add(Gauge.builder(PREFIX + name, count::getAsInt).description(description).register(this.registry));
	}

	private <T> void show(String name, String description, T shown, Predicate<T> state, Tags tags) {
		this.meters.add(Gauge.builder(PREFIX + name, shown, (each) -> state.test(each) ? 1 : 0)
			.description(description)
			.tags(tags)
			.strongReference(true)
			.register(this.registry));
	}

	private static boolean isOpen(@Nullable ObservedFailure failure, FailureReason reason) {
		return failure != null && failure.diagnosis().reason() == reason;
	}

	@Override
	public void verified(ConnectionObservation observation, NegotiatedSession session) {
		record(observation, session);
		refreshSoon();
	}

	private void refreshSoon() {
		if (this.refreshPending.compareAndSet(false, true)) {
			this.scheduler.schedule(this::refresh, REFRESH_DELAY.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void record(ConnectionObservation observation, NegotiatedSession session) {
		this.handshakes.computeIfAbsent(new Handshakes(observation, session.server()), this::handshakeTimer)
			.record(session.handshakeTime());
	}

	private Timer handshakeTimer(Handshakes handshakes) {
		return Timer.builder(PREFIX + "handshake")
			.description("Time from the start of a handshake until the server is verified")
			.tags(MeterRows.tags(this.dataSources.of(handshakes.observation()), handshakes.server()))
			.register(this.registry);
	}

	private synchronized void refresh() {
		this.refreshPending.set(false);
		if (this.stopped) {
			return;
		}
		List<SecuredDataSource> all = this.dataSources.all();
		all.forEach(this::showFailures);
		this.connections.register(rows(all, MeterRows::connections));
		// What has the same serial number may be another certificate
		this.chainExpiry.register(rows(all, MeterRows::chains), true);
		this.rootExpiry.register(rows(all, MeterRows::roots), true);
	}

	private static List<Row<?>> rows(List<SecuredDataSource> dataSources,
			Function<SecuredDataSource, Stream<Row<?>>> rows) {
		return dataSources.stream().flatMap(rows).toList();
	}

	/**
	 * What one timer is for.
	 *
	 * @param observation the DataSource
	 * @param server the server
	 */
	private record Handshakes(ConnectionObservation observation, ServerAddress server) {

	}

}
