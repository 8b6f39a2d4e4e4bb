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

package io.github.azurepostgrestls.differential;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.azurepostgrestls.differential.Certificates.Holder;

/**
 * Certificates at the wrong time.
 *
 * @author the azure-postgres-tls contributors
 */
final class ValidityCases {

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	private static final Holder INTERMEDIATE = Certificates.intermediate("Intermediate A").by(ROOT);

	private ValidityCases() {
	}

	static Stream<Case> all() {
		Holder server = Certificates.server(Case.HOST).by(INTERMEDIATE);
		Holder expiredRoot = Certificates.root("Root A").expired().selfSigned();
		Holder futureRoot = Certificates.root("Root A").notYetValid().selfSigned();
		Holder expiredIntermediate = Certificates.intermediate("Intermediate A").expired().by(ROOT);
		Holder futureIntermediate = Certificates.intermediate("Intermediate A").notYetValid().by(ROOT);
		return Stream.of(
				Case.accepted("a server that is valid for an hour",
						Certificates.server(Case.HOST)
							.valid(Duration.ofHours(-1), Duration.ofHours(1))
							.by(INTERMEDIATE)
							.presenting(INTERMEDIATE),
						ROOT),
				Case.refused("an expired server",
						Certificates.server(Case.HOST).expired().by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT),
				Case.refused("a server that is not yet valid",
						Certificates.server(Case.HOST).notYetValid().by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT),
				Case.refused("an expired intermediate", server.presenting(expiredIntermediate), ROOT),
				Case.refused("an intermediate that is not yet valid", server.presenting(futureIntermediate), ROOT),
				Case.accepted("an expired intermediate beside a valid one",
						server.presenting(INTERMEDIATE, expiredIntermediate), ROOT),
				Case.refused("an expired root", server.presenting(INTERMEDIATE), expiredRoot),
				Case.refused("a root that is not yet valid", server.presenting(INTERMEDIATE), futureRoot),
				Case.accepted("a valid root beside an expired one", server.presenting(INTERMEDIATE), ROOT, expiredRoot),
				Case.refused("an expired root beside another valid one", server.presenting(INTERMEDIATE), expiredRoot,
						Certificates.root("Root B").selfSigned()));
	}

}
