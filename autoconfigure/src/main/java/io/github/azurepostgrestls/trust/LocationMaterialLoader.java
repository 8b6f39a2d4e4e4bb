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

package io.github.azurepostgrestls.trust;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.azurepostgrestls.location.FileVersion;
import io.github.azurepostgrestls.location.Location;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.revocation.RevocationSettings;

import org.springframework.core.io.ResourceLoader;

/**
 * Trust that comes from root certificates at their locations.
 *
 * @author the azure-postgres-tls contributors
 */
final class LocationMaterialLoader implements TlsMaterialLoader {

	private final String property;

	private final List<Location> roots;

	private final RevocationSettings revocation;

	private final InstantSource clock;

	LocationMaterialLoader(TlsSettings settings, RevocationSettings revocation, ResourceLoader resourceLoader,
			InstantSource clock) {
		this.property = settings.rootCertificatesProperty();
		this.roots = RootCertificates.locationsOf(this.property, settings.rootCertificates(), resourceLoader);
		this.revocation = revocation;
		this.clock = clock;
	}

	@Override
	public Object version() {
		return List.of(FileVersion.ofAll(this.roots), this.revocation.version());
	}

	@Override
	public boolean looksAtFiles() {
		return Location.isAnyFile(this.roots) || this.revocation.looksAtFiles();
	}

	@Override
	public TlsMaterial load() {
		return new TlsMaterial(new ServerTrust(RootCertificates.load(this.property, this.roots, this.clock),
				this.revocation.load(), this.clock));
	}

	@Override
	public String describe() {
		return Stream.concat(this.roots.stream(), this.revocation.locations().stream())
			.map(Location::describe)
			.collect(Collectors.joining(", "));
	}

}
