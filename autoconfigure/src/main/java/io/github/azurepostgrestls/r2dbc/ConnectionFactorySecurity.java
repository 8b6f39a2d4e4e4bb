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

package io.github.azurepostgrestls.r2dbc;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.github.azurepostgrestls.wire.ServerAddress;

/**
 * What secures the connections of one ConnectionFactory. It travels in the options, from
 * which the driver of {@link VerifiedConnectionFactoryProvider} takes it.
 *
 * @param bean the ConnectionFactory
 * @param settings what is configured for it
 * @param security secures its connections
 * @param location where an option was found, for errors
 * @param servers receives the servers that it connects to
 * @author the azure-postgres-tls contributors
 */
record ConnectionFactorySecurity(ConnectionBean bean, TlsSettings settings, ConnectionSecurity security,
		Function<DriverOption, String> location, Consumer<Set<ServerAddress>> servers) {

}
