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
import java.util.stream.LongStream;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The heap that live objects use.
 *
 * @author the azure-postgres-tls contributors
 */
final class UsedHeap {

	// What a cleaner holds takes more than one
	private static final int COLLECTIONS = 5;

	private UsedHeap() {
	}

	/**
	 * Return the least of some sums over the JVM's histogram of live objects. What the
	 * collector reports as used is up to some megabytes more, with garbage that it didn't
	 * reclaim.
	 * @return the number of bytes
	 */
	static long bytes() {
		return LongStream.generate(UsedHeap::liveBytes).limit(COLLECTIONS).min().orElseThrow();
	}

	// Collects garbage first
	private static long liveBytes() {
		try {
			String histogram = (String) ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[0] }, new String[] { String[].class.getName() });
			String total = histogram.substring(histogram.lastIndexOf("Total")).strip();
			return Long.parseLong(total.substring(total.lastIndexOf(' ') + 1));
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
