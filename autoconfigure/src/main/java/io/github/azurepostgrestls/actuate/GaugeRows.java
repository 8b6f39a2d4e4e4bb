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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/**
 * Gauges of one name, whose tags change with time. Not thread-safe.
 *
 * @author the azure-postgres-tls contributors
 */
final class GaugeRows {

	private final MultiGauge gauge;

	private Set<Tags> tags = Set.of();

	GaugeRows(MultiGauge gauge) {
		this.gauge = gauge;
	}

	// To register costs more than to compare, and hardly a connection changes the tags
	void replace(List<Row> rows) {
		Set<Tags> tags = new HashSet<>(rows.stream().map(Row::tags).toList());
		if (!tags.equals(this.tags)) {
			this.tags = tags;
			this.gauge.register(
					rows.stream().map((row) -> MultiGauge.Row.of(row.tags(), row.value()::getAsDouble)).toList(), true);
		}
	}

	/**
	 * One gauge.
	 *
	 * @param tags its tags
	 * @param value its value, whenever it is asked for
	 */
	record Row(Tags tags, DoubleSupplier value) {

	}

}
