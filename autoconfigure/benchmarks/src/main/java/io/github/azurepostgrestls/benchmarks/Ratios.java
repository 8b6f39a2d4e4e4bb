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

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints what the starter costs beside its rivals. It fails if an
 * aim is missed by more than the noise. The time on the clock is only shown: it depends
 * on what else the machine does.
 *
 * @author the azure-postgres-tls contributors
 */
public final class Ratios {

	// Shown, for the time on the clock depends on the machine too
	private static final double SHOWN = Double.NaN;

	private static final List<Ratio> RATIOS = List.of(new Ratio("connect", "Wall", "rival", SHOWN),
			new Ratio("connect", "Wall", "floor", SHOWN), new Ratio("connect", "Cpu", "rival", 1.08),
			new Ratio("connect", "Cpu", "floor", 1.13), new Ratio("connect", "Bytes", "rival", 0.92),
			new Ratio("connect", "Bytes", "floor", 1.06), new Ratio("statements", "Wall", "rival", SHOWN),
			new Ratio("statements", "Cpu", "rival", 1.02), new Ratio("rows", "Wall", "rival", SHOWN),
			new Ratio("rows", "Cpu", "rival", 1.02), new Ratio("copy", "Wall", "rival", SHOWN),
			new Ratio("copy", "Cpu", "rival", 1.02), new Ratio("health", "Wall", "rival", SHOWN),
			new Ratio("health", "Cpu", "rival", 0.1), new Ratio("health", "Bytes", "rival", 1.0),
			new Ratio("reactiveConnect", "Wall", "rival", SHOWN), new Ratio("reactiveConnects", "Wall", "rival", SHOWN),
			new Ratio("reactiveStatements", "Wall", "rival", SHOWN), new Ratio("reactiveRows", "Wall", "rival", SHOWN));

	private Ratios() {
	}

	/**
	 * Run the benchmarks.
	 * @param args a regular expression that the names of the benchmarks to run contain
	 * @throws Exception if a benchmark fails
	 */
	public static void main(String[] args) throws Exception {
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include(args[0]).shouldFailOnError(true).verbosity(VerboseMode.SILENT).build())
			.run();
		System.out.printf("%-18s %-6s %-16s %8s %17s %6s%n", "benchmark", "cost", "starter beside", "median",
				"half of all in", "aim");
		boolean missed = false;
		for (Ratio ratio : RATIOS) {
			List<Double> ratios = ratio.in(results);
			if (!ratios.isEmpty()) {
				missed |= print(ratio, ratios);
			}
		}
		System.exit(missed ? 1 : 0);
	}

	private static boolean print(Ratio ratio, List<Double> ratios) {
		boolean missed = ratio.isMissed(ratios);
		System.out.printf("%-18s %-6s %-16s %8.3f %8.3f-%8.3f %6s %s%n", ratio.benchmark(), ratio.measure(),
				ratio.against(), Ratio.quantile(ratios, 0.5), Ratio.quantile(ratios, 0.25),
				Ratio.quantile(ratios, 0.75), Double.isNaN(ratio.aim()) ? "" : ratio.aim(), missed ? "MISSED" : "");
		return missed;
	}

}
