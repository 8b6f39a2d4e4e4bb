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

package io.github.azurepostgrestls.benchmarks;

import java.util.Collection;
import java.util.List;

import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/**
 * What the starter costs for each unit that another costs.
 *
 * @param benchmark the name of the benchmark's method
 * @param measure what is measured
 * @param against whom the starter is measured beside
 * @param aim the largest ratio that is wanted, or {@link Double#NaN} if none is
 * @author the azure-postgres-tls contributors
 */
record Ratio(String benchmark, String measure, String against, double aim) {

	/**
	 * Compute the ratio in each iteration.
	 * @param results the results of all benchmarks
	 * @return the ratios, the smallest first; empty if the benchmark wasn't run
	 */
	List<Double> in(Collection<RunResult> results) {
		return results.stream()
			.filter((result) -> result.getParams().getBenchmark().endsWith("." + this.benchmark))
			.flatMap((result) -> result.getBenchmarkResults().stream())
			.map(BenchmarkResult::getIterationResults)
			.flatMap(Collection::stream)
			.map((iteration) -> value(iteration, "starter") / value(iteration, this.against))
			.sorted()
			.toList();
	}

	private double value(IterationResult iteration, String who) {
		return iteration.getSecondaryResults().get(who + this.measure).getScore();
	}

	/**
	 * Return whether even the better quarter of the iterations is beyond the aim: then it
	 * isn't noise.
	 * @param ratios the ratios, the smallest first
	 * @return whether the aim is missed
	 */
	boolean isMissed(List<Double> ratios) {
		return quantile(ratios, 0.25) > this.aim;
	}

	static double quantile(List<Double> sorted, double quantile) {
		return sorted.get((int) Math.round(quantile * (sorted.size() - 1)));
	}

}
