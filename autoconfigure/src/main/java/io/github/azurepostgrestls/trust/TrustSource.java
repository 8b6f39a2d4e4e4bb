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

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * The trust of one or more DataSources, which follows what it comes from: what has
 * changed is loaded before the next connection, whole or not at all.
 *
 * @author the azure-postgres-tls contributors
 */
public final class TrustSource {

	private static final Log logger = LogFactory.getLog(TrustSource.class);

	private final TlsMaterialLoader origin;

	private final boolean reload;

	private final InstantSource clock;

	// Written by the constructor and by reload
	private volatile State state;

	/**
	 * Create a new {@link TrustSource} instance.
	 * @param origin where the trust comes from
	 * @param reload whether to follow its changes
	 * @param clock the time of failures
	 * @throws InvalidTlsConfigurationException if it can't be used
	 */
	TrustSource(TlsMaterialLoader origin, boolean reload, InstantSource clock) {
		this.origin = origin;
		this.reload = reload;
		this.clock = clock;
		this.state = new State(origin.version(), origin.load(), ReloadStatus.NONE);
	}

	/**
	 * Return what to make the next connection with.
	 * @return the same instance until something has changed
	 */
	public TlsMaterial current() {
		if (this.reload && !this.state.version().equals(this.origin.version())) {
			reload();
		}
		return this.state.material();
	}

	/**
	 * Return whether {@link #current()} looks at files, which may take time.
	 * @return whether it does
	 */
	public boolean looksAtFiles() {
		return this.reload && this.origin.looksAtFiles();
	}

	private synchronized void reload() {
		State state = this.state;
		// Before it is loaded, so that what is written meanwhile is loaded next time
		Object version = this.origin.version();
		if (!state.version().equals(version)) {
			this.state = reload(state, version);
		}
	}

	private State reload(State state, Object version) {
		try {
			TlsMaterial material = this.origin.load();
			logger.info(LogMessage.format("Reloaded %s: new connections trust %s", this.origin.describe(),
					material.trust().roots()));
			return new State(version, material, state.reloads().plusSucceeded());
		}
		catch (RuntimeException ex) {
			logger.error(LogMessage.format("Failed to reload trust material, so that the previous one stays in use: %s",
					ex.getMessage()));
			ReloadStatus.Failure failure = new ReloadStatus.Failure(String.valueOf(ex.getMessage()),
					this.clock.instant());
			return new State(version, state.material(), state.reloads().plusFailed(failure));
		}
	}

	/**
	 * Return the outcome of reloads.
	 * @return the reloads until now
	 */
	public ReloadStatus reloads() {
		return this.state.reloads();
	}

	/**
	 * What was loaded last.
	 *
	 * @param version the version that was looked at last, broken or not
	 * @param material the last that could be used
	 * @param reloads the outcome of reloads
	 */
	private record State(Object version, TlsMaterial material, ReloadStatus reloads) {

	}

}
