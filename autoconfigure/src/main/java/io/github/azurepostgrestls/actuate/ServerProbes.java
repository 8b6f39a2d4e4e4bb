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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.azurepostgrestls.actuate.TlsEndpoint.ProbeDescriptor;
import io.github.azurepostgrestls.actuate.TlsEndpoint.ProbedServerDescriptor;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.github.azurepostgrestls.wire.ServerProbe;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Probes all servers at the same time, and not too often.
 *
 * @author the azure-postgres-tls contributors
 */
final class ServerProbes {

	/** How long a result is given again instead of a new one. */
	static final Duration INTERVAL = Duration.ofSeconds(10);

	/** How long the probe of a server may take. */
	private static final Duration LIMIT = Duration.ofSeconds(5);

	/** How long all probes may take, with the time to resolve names. */
	private static final Duration TOTAL_LIMIT = LIMIT.plusSeconds(1);

	private final SecuredDataSources dataSources;

	// Guarded by this
	private @Nullable ProbeDescriptor last;

	private long lastEndedAt;

	ServerProbes(SecuredDataSources dataSources) {
		this.dataSources = dataSources;
	}

	synchronized ProbeDescriptor probe() {
		ProbeDescriptor last = this.last;
		if (last == null || System.nanoTime() - this.lastEndedAt > INTERVAL.toNanos()) {
			last = new ProbeDescriptor(Instant.now(), probeAll());
			this.last = last;
			this.lastEndedAt = System.nanoTime();
		}
		return last;
	}

	private List<ProbedServerDescriptor> probeAll() {
		List<Probe> probes = this.dataSources.all()
			.stream()
			.flatMap((dataSource) -> dataSource.servers().stream().map((server) -> new Probe(dataSource, server)))
			.toList();
		CustomizableThreadFactory threads = new CustomizableThreadFactory("azure-postgres-tls-probe-");
		threads.setDaemon(true);
		ExecutorService executor = Executors.newCachedThreadPool(threads);
		try {
			List<Future<ProbedServerDescriptor>> results = executor.invokeAll(probes, TOTAL_LIMIT.toSeconds(),
					TimeUnit.SECONDS);
			return IntStream.range(0, probes.size()).mapToObj((i) -> probes.get(i).resultOf(results.get(i))).toList();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The probe was interrupted", ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * The probe of one server.
	 *
	 * @param dataSource the DataSource that connects to it
	 * @param server the server
	 */
	private record Probe(SecuredDataSource dataSource,
			ServerAddress server) implements Callable<ProbedServerDescriptor> {

		@Override
		public ProbedServerDescriptor call() {
			ServerProbe.Result result = new ServerProbe(this.dataSource.settings(), this.dataSource.trust(), LIMIT)
				.probe(this.server);
			Instant now = Instant.now();
			List<CertificateDetails> chain = result.presentedChain()
				.stream()
				.map((certificate) -> CertificateDetails.of(certificate, now))
				.toList();
			NegotiatedSession session = result.session();
			if (session == null) {
				Throwable failure = result.failure();
				return refused(Diagnosis.of((failure != null) ? failure : new IllegalStateException("No answer")),
						chain);
			}
			return new ProbedServerDescriptor(this.dataSource.name(), this.server.host(), this.server.port(), true,
					session.protocol(), session.cipherSuite(),
					CertificateDetails.nameOf(session.path().trustAnchor().getSubjectX500Principal()), null, null, null,
					chain);
		}

		ProbedServerDescriptor resultOf(Future<ProbedServerDescriptor> result) {
			try {
				return result.get();
			}
			catch (CancellationException ex) {
				return refused(new Diagnosis(FailureReason.CONNECTION_TIMED_OUT,
						"%s could not be probed within %d seconds.".formatted(this.server, TOTAL_LIMIT.toSeconds()),
						"Check the DNS of this machine, the network and the server."), List.of());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("The probe was interrupted", ex);
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex.getCause());
			}
		}

		private ProbedServerDescriptor refused(Diagnosis diagnosis, List<CertificateDetails> chain) {
			return new ProbedServerDescriptor(this.dataSource.name(), this.server.host(), this.server.port(), false,
					null, null, null, diagnosis.reason().name(), diagnosis.description(), diagnosis.action(), chain);
		}

	}

}
