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

package io.github.azurepostgrestls.actuator;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionListener;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.trust.TrustSource;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;

/**
 * The meters of all secured DataSources in one registry.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsMeters implements ConnectionListener {

	private static final String PREFIX = "azure.postgres.tls.";

	private static final String SECONDS = "seconds";

	private final SecuredDataSources dataSources;

	private final MeterRegistry registry;

	private final GaugeRows connections;

	private final GaugeRows chainExpiry;

	private final GaugeRows rootExpiry;

	// Written by observed and verified, emptied by stop
	private final Set<Meter> meters = ConcurrentHashMap.newKeySet();

	TlsMeters(SecuredDataSources dataSources, MeterRegistry registry) {
		this.dataSources = dataSources;
		this.registry = registry;
		this.connections = new GaugeRows(MultiGauge.builder(PREFIX + "connections")
			.description("Live connections whose server was verified")
			.baseUnit(BaseUnits.CONNECTIONS)
			.register(registry));
		this.chainExpiry = new GaugeRows(MultiGauge.builder(PREFIX + "chain.expiry")
			.description("Time until the first certificate of the verified chain expires")
			.baseUnit(SECONDS)
			.register(registry));
		this.rootExpiry = new GaugeRows(MultiGauge.builder(PREFIX + "root.expiry")
			.description("Time until the trusted root certificate expires")
			.baseUnit(SECONDS)
			.register(registry));
	}

	void start() {
		this.dataSources.observations().add(this);
		for (ConnectionObservation observation : this.dataSources.observations().all()) {
			observed(observation);
			observation.liveSessions().forEach((group) -> record(observation, group.newest()));
		}
	}

	void stop() {
		this.dataSources.observations().remove(this);
		this.meters.forEach(this.registry::remove);
		this.meters.clear();
		Stream.of(this.connections, this.chainExpiry, this.rootExpiry).forEach((rows) -> rows.replace(List.of()));
	}

	@Override
	public void observed(ConnectionObservation observation) {
		TrustSource trust = this.dataSources.of(observation).trust();
		for (FailureReason reason : FailureReason.values()) {
			count("failures", "Connections that could not be made", observation, (each) -> each.failures(reason),
					Tags.of("name", observation.dataSource(), "reason", reason.name()));
		}
		count("reloads", "Changes of trust", trust, (each) -> each.reloads().succeeded(),
				Tags.of("name", observation.dataSource(), "outcome", "success"));
		count("reloads", "Changes of trust", trust, (each) -> each.reloads().failed(),
				Tags.of("name", observation.dataSource(), "outcome", "failure"));
		refresh();
	}

	private <T> void count(String name, String description, T counted, ToDoubleFunction<T> count, Tags tags) {
		this.meters.add(FunctionCounter.builder(PREFIX + name, counted, count)
			.description(description)
			.tags(tags)
			.register(this.registry));
	}

	@Override
	public void verified(ConnectionObservation observation, NegotiatedSession session) {
		record(observation, session);
		refresh();
	}

	private void record(ConnectionObservation observation, NegotiatedSession session) {
		Timer timer = Timer.builder(PREFIX + "handshake")
			.description("Time from the start of a handshake until the server is verified")
			.tag("name", observation.dataSource())
			.register(this.registry);
		this.meters.add(timer);
		timer.record(session.handshakeTime());
	}

	private void refresh() {
		List<GaugeRows.Row> connections = new ArrayList<>();
		List<GaugeRows.Row> chains = new ArrayList<>();
		List<GaugeRows.Row> roots = new ArrayList<>();
		for (SecuredDataSource dataSource : this.dataSources.all()) {
			connections(dataSource).forEach(connections::add);
			firstToExpire(dataSource)
				.map((certificate) -> expiry(certificate,
						Tags.of("name", dataSource.name(), "certificate", serial(certificate))))
				.forEach(chains::add);
			roots(dataSource).map((root) -> expiry(root, Tags.of("name", dataSource.name(), "certificate", serial(root),
					"subject", root.getSubjectX500Principal().getName())))
				.forEach(roots::add);
		}
		this.connections.replace(connections);
		this.chainExpiry.replace(chains);
		this.rootExpiry.replace(roots);
	}

	private static Stream<GaugeRows.Row> connections(SecuredDataSource dataSource) {
		ConnectionObservation observation = dataSource.observation();
		return observation.liveSessions()
			.stream()
			.map((group) -> tags(dataSource, group))
			.distinct()
			.map((tags) -> new GaugeRows.Row(tags,
					() -> observation.liveSessions()
						.stream()
						.filter((group) -> tags(dataSource, group).equals(tags))
						.mapToInt(SessionGroup::connections)
						.sum()));
	}

	private static Tags tags(SecuredDataSource dataSource, SessionGroup group) {
		return Tags.of("name", dataSource.name(), "protocol", group.newest().protocol(), "cipher",
				group.newest().cipherSuite());
	}

	private static Stream<X509Certificate> firstToExpire(SecuredDataSource dataSource) {
		return dataSource.observation()
			.liveSessions()
			.stream()
			.flatMap((group) -> group.newest().path().certificates().stream())
			.min(Comparator.comparing(X509Certificate::getNotAfter))
			.stream();
	}

	private static Stream<X509Certificate> roots(SecuredDataSource dataSource) {
		return dataSource.trust().current().trust().roots().asList().stream().map((root) -> root.certificate());
	}

	private static GaugeRows.Row expiry(X509Certificate certificate, Tags tags) {
		Instant ends = certificate.getNotAfter().toInstant();
		return new GaugeRows.Row(tags, () -> Duration.between(Instant.now(), ends).toSeconds());
	}

	// As the meter ssl.chain.expiry of Spring Boot names a certificate
	private static String serial(X509Certificate certificate) {
		return certificate.getSerialNumber().toString(16);
	}

}
