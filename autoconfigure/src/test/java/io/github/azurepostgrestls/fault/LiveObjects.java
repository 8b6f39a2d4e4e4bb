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

package io.github.azurepostgrestls.fault;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.management.JMException;
import javax.management.ObjectName;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Live objects of this process at one moment.
 *
 * @param bytes the size of the live objects of each class, by the name of the class
 * @author the azure-postgres-tls contributors
 */
record LiveObjects(Map<String, Long> bytes) {

	private static final Pattern HISTOGRAM_LINE = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(?<bytes>\\d+)\\s+(?<type>.+)");

	private static final int CLASSES_SHOWN = 10;

	static LiveObjects now() {
		try {
			String histogram = (String) ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[0] }, new String[] { String[].class.getName() });
			return new LiveObjects(histogram.lines()
				.map(HISTOGRAM_LINE::matcher)
				.filter(Matcher::matches)
				.collect(Collectors.toMap((line) -> line.group("type"), (line) -> Long.valueOf(line.group("bytes")),
						Long::sum)));
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait until the live objects are hardly more than at this moment. One collection
	 * doesn't show it: what has a finalizer or a cleaner lives until a thread of the JVM
	 * has run it.
	 * @param tolerated the growth in bytes from which on it counts
	 */
	void awaitGrowthBelow(long tolerated) {
		Awaitility.await().pollInSameThread().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
			Map<String, Long> growth = now().since(this);
			assertThat(growth.values().stream().mapToLong(Long::longValue).sum())
				.as(() -> "growth in bytes, most by " + largest(growth))
				.isLessThan(tolerated);
		});
	}

	private Map<String, Long> since(LiveObjects earlier) {
		Map<String, Long> growth = new LinkedHashMap<>(this.bytes);
		earlier.bytes.forEach((type, size) -> growth.merge(type, -size, Long::sum));
		return growth;
	}

	private static List<Entry<String, Long>> largest(Map<String, Long> growth) {
		return growth.entrySet()
			.stream()
			.sorted(Entry.comparingByValue(Comparator.reverseOrder()))
			.limit(CLASSES_SHOWN)
			.toList();
	}

}
