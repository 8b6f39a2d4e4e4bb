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

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.util.FileSystemUtils;

/**
 * Starts a small application with the starter and without it, in turns, each time in a
 * JVM of its own. Without it, the connection has the driver's own verify-full, or one
 * whose host name Java checks, too.
 *
 * @author the azure-postgres-tls contributors
 */
public final class Start {

	static final String MARKER = "started after ";

	private static final int ROUNDS = 25;

	private final Path directory;

	private final Variant without;

	private final Variant nameCheck;

	private final Variant with;

	private Start(Path directory, Database database) throws Exception {
		this.directory = directory;
		// Spring Boot creates no DataSource in an application that has R2DBC
		List<String> classpath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("r2dbc"))
			.toList();
		String starter = Path
			.of(AzurePostgresTlsAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation().toURI())
			.toString();
		this.with = new Variant(classpath, List.of("--spring.datasource.url=" + database.url(),
				"--azure.postgres.tls.root-certificates=" + database.root()), false);
		List<String> others = classpath.stream()
			.filter((entry) -> !Path.of(entry).toAbsolutePath().toString().equals(starter))
			.toList();
		this.without = new Variant(others, List.of("--spring.datasource.url=" + database.verifiedUrl()), false);
		this.nameCheck = new Variant(others, List.of("--spring.datasource.url=" + database.url()
				+ FloorSocketFactory.query(NameCheckingSocketFactory.class, database.root())), false);
	}

	/**
	 * Measure and print what the starter and the host name check of Java add to a start.
	 * @param args none
	 * @throws Exception if an application doesn't start
	 */
	public static void main(String[] args) throws Exception {
		Database database = new Database();
		database.start();
		Path directory = Files.createTempDirectory("start");
		try {
			Start start = new Start(directory, database);
			start.compare("start", start.with, start.nameCheck, start.without);
			start.compare("start with AOT", start.processed("with", start.with),
					start.processed("name-check", start.nameCheck), start.processed("without", start.without));
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
			database.stop();
		}
	}

	private void compare(String name, Variant with, Variant nameCheck, Variant without) throws Exception {
		List<Round> rounds = new ArrayList<>();
		// The first of each fills the caches of the machine
		for (int i = 0; i <= ROUNDS; i++) {
			Round round = new Round(run(with), run(nameCheck), run(without));
			if (i > 0) {
				rounds.add(round);
			}
		}
		print(name + ", starter", rounds, Round::with);
		print(name + ", name check", rounds, Round::nameCheck);
	}

	private static void print(String name, List<Round> rounds, Function<Round, Sample> variant) {
		print(name, "Wall", rounds, variant, Sample::wall);
		print(name, "Cpu", rounds, variant, Sample::cpu);
	}

	private static void print(String name, String measure, List<Round> rounds, Function<Round, Sample> variant,
			ToLongFunction<Sample> value) {
		List<Double> differences = rounds.stream()
			.map((round) -> (double) (value.applyAsLong(variant.apply(round)) - value.applyAsLong(round.without())))
			.sorted()
			.toList();
		List<Double> without = rounds.stream()
			.map((round) -> (double) value.applyAsLong(round.without()))
			.sorted()
			.toList();
		System.out.printf("%-26s %-4s %4.0f ms more than %4.0f ms, half of all in %.0f to %.0f ms%n", name, measure,
				Ratio.quantile(differences, 0.5), Ratio.quantile(without, 0.5), Ratio.quantile(differences, 0.25),
				Ratio.quantile(differences, 0.75));
	}

	private Variant processed(String name, Variant variant) throws Exception {
		Path sources = Files.createDirectories(this.directory.resolve(name + "/sources"));
		Path classes = Files.createDirectories(this.directory.resolve(name + "/classes"));
		List<String> processor = new ArrayList<>(
				List.of(SpringApplicationAotProcessor.class.getName(), StartedApplication.class.getName(),
						sources.toString(), classes.toString(), classes.toString(), "benchmarks", "start"));
		processor.addAll(variant.arguments());
		execute(List.of(), variant.classpath(), processor);
		try (Stream<Path> files = Files.walk(sources)) {
			List<String> compiler = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString(),
					"-classpath", String.join(File.pathSeparator, variant.classpath())));
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(compiler::add);
			if (ToolProvider.getSystemJavaCompiler().run(null, null, null, compiler.toArray(String[]::new)) != 0) {
				throw new IllegalStateException("What AOT has generated doesn't compile");
			}
		}
		return new Variant(Stream.concat(Stream.of(classes.toString()), variant.classpath().stream()).toList(),
				variant.arguments(), true);
	}

	private Sample run(Variant variant) throws Exception {
		List<String> program = new ArrayList<>(List.of(StartedApplication.class.getName()));
		program.addAll(variant.arguments());
		String output = execute(List.of("-Dspring.aot.enabled=" + variant.processed()), variant.classpath(), program);
		long[] values = output.lines()
			.filter((line) -> line.startsWith(MARKER))
			.flatMap((line) -> Arrays.stream(line.substring(MARKER.length()).split(" ")))
			.mapToLong(Long::parseLong)
			.toArray();
		return new Sample(values[0], values[1]);
	}

	private static String execute(List<String> options, List<String> classpath, List<String> program)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(options);
		command.addAll(List.of("-classpath", String.join(File.pathSeparator, classpath)));
		command.addAll(program);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(output);
		}
		return output;
	}

	/**
	 * An application.
	 *
	 * @param classpath what it is made of
	 * @param arguments where and how it connects
	 * @param processed whether it was processed ahead of time
	 */
	private record Variant(List<String> classpath, List<String> arguments, boolean processed) {

	}

	/**
	 * One start of each.
	 *
	 * @param with with the starter
	 * @param nameCheck without it, where Java checks the host name
	 * @param without without it
	 */
	private record Round(Sample with, Sample nameCheck, Sample without) {

	}

	/**
	 * One start.
	 *
	 * @param wall milliseconds from the start of the JVM to the first connection
	 * @param cpu milliseconds of the processor
	 */
	private record Sample(long wall, long cpu) {

	}

}
