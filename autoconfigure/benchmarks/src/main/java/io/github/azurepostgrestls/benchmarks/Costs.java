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

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the starter and its rivals cost in one iteration. JMH reads the public methods.
 *
 * @author the azure-postgres-tls contributors
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Costs {

	final Cost starter = new Cost();

	final Cost rival = new Cost();

	final Cost floor = new Cost();

	@Setup(Level.Iteration)
	public void reset() {
		this.starter.reset();
		this.rival.reset();
		this.floor.reset();
	}

	public long starterWall() {
		return this.starter.wall();
	}

	public long starterCpu() {
		return this.starter.cpu();
	}

	public long starterBytes() {
		return this.starter.bytes();
	}

	public long rivalWall() {
		return this.rival.wall();
	}

	public long rivalCpu() {
		return this.rival.cpu();
	}

	public long rivalBytes() {
		return this.rival.bytes();
	}

	public long floorWall() {
		return this.floor.wall();
	}

	public long floorCpu() {
		return this.floor.cpu();
	}

	public long floorBytes() {
		return this.floor.bytes();
	}

}
