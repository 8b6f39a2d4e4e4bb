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

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.properties.ConnectionBean;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why the application couldn't connect when that stops its start, and names the
 * DataSource.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionFailureAnalyzer extends AbstractFailureAnalyzer<Throwable> {

	// Reports that it has no metadata of the database, and not why
	private static final String HIBERNATE = "org.hibernate.";

	// Has exceptions of its own for what the server answers
	private static final String R2DBC = "io.r2dbc.";

	private final boolean enabled;

	private final List<ConnectionObservation> observations;

	ConnectionFailureAnalyzer(BeanFactory beanFactory) {
		Optional<ConnectionObservations> remembered = ConnectionObservations.rememberedBy(beanFactory);
		this.enabled = remembered.isPresent();
		this.observations = remembered.map((observations) -> List.copyOf(observations.all())).orElse(List.of());
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Throwable cause) {
		if (!this.enabled) {
			return null;
		}
		PSQLException failure = findCause(cause, PSQLException.class);
		if (failure != null) {
			return isThrownByConnecting(failure) ? analyze(failure) : null;
		}
		boolean known = isThrownBy(HIBERNATE, cause) || isThrownBy(R2DBC, cause);
		return known ? analyzeOpenFailure(cause) : null;
	}

	// Not by what is done with a connection, which may fail with the same SQLSTATE
	private static boolean isThrownByConnecting(PSQLException failure) {
		return Arrays.stream(failure.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals(Driver.class.getName()));
	}

	private static boolean isThrownBy(String packages, Throwable failure) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.anyMatch((cause) -> cause.getClass().getName().startsWith(packages));
	}

	private @Nullable FailureAnalysis analyze(PSQLException failure) {
		Diagnosis diagnosis = Diagnosis.find(failure);
		if (diagnosis == null) {
			return null;
		}
		return this.observations.stream()
			.filter((observation) -> isOf(observation.lastFailure(), diagnosis))
			.findFirst()
			.map((observation) -> analysis(observation.bean(),
					Objects.requireNonNull(observation.lastFailure()).diagnosis(), failure))
			.orElseGet(() -> analysis(null, diagnosis, failure));
	}

	// The description of a refused login names the server in the observation only
	private static boolean isOf(@Nullable ObservedFailure failure, Diagnosis diagnosis) {
		return failure != null && failure.diagnosis().reason() == diagnosis.reason()
				&& Objects.equals(failure.diagnosis().serverMessage(), diagnosis.serverMessage())
				&& (diagnosis.serverMessage() != null || failure.diagnosis().equals(diagnosis));
	}

	private @Nullable FailureAnalysis analyzeOpenFailure(Throwable cause) {
		return this.observations.stream()
			.filter((observation) -> observation.openFailure() != null)
			.max(Comparator.comparing((observation) -> Objects.requireNonNull(observation.openFailure()).failedAt()))
			.map((observation) -> analysis(observation.bean(),
					Objects.requireNonNull(observation.openFailure()).diagnosis(), cause))
			.orElse(null);
	}

	private static FailureAnalysis analysis(@Nullable ConnectionBean bean, Diagnosis diagnosis, Throwable cause) {
		return new FailureAnalysis(diagnosis.describeWithServerMessage(bean), diagnosis.action(), cause);
	}

}
