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

package io.github.azurepostgrestls.diagnosis;

import java.time.Duration;

/**
 * Words a duration for people: the largest unit is enough.
 *
 * @author the azure-postgres-tls contributors
 */
final class Rounded {

	private Rounded() {
	}

	static String of(Duration duration) {
		if (duration.toDays() > 0) {
			return plural(duration.toDays(), "day");
		}
		if (duration.toHours() > 0) {
			return plural(duration.toHours(), "hour");
		}
		return plural(Math.max(1, duration.toMinutes()), "minute");
	}

	private static String plural(long number, String unit) {
		return (number == 1) ? "%d %s".formatted(number, unit) : "%d %ss".formatted(number, unit);
	}

}
