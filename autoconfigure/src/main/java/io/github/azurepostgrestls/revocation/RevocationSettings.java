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

package io.github.azurepostgrestls.revocation;

import java.time.InstantSource;
import java.util.List;

import io.github.azurepostgrestls.location.FileVersion;
import io.github.azurepostgrestls.location.Location;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.RevocationMode;
import io.github.azurepostgrestls.properties.TlsSettings;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.ResourceLoader;

/**
 * Where the check for revocation has its lists from.
 *
 * @param mode the mode of the check
 * @param locations the locations of the lists
 * @param clock the time
 * @author the azure-postgres-tls contributors
 */
public record RevocationSettings(RevocationMode mode, List<Location> locations, InstantSource clock) {

	public static RevocationSettings of(TlsSettings settings, ResourceLoader resourceLoader, InstantSource clock) {
		return new RevocationSettings(settings.revocationMode(), Location.listOf(settings.crlLocationsProperty(),
				settings.crlLocations(), Location.LARGE, ApplicationResourceLoader.get(resourceLoader, true)), clock);
	}

	public Object version() {
		return FileVersion.ofAll(this.locations);
	}

	public boolean looksAtFiles() {
		return Location.isAnyFile(this.locations);
	}

	/**
	 * Load the lists.
	 * @return the check
	 * @throws InvalidTlsConfigurationException if a location can't be used
	 */
	public RevocationCheck load() {
		return new RevocationCheck(this.mode, CertificateRevocationLists.load(this.locations), this.clock);
	}

}
