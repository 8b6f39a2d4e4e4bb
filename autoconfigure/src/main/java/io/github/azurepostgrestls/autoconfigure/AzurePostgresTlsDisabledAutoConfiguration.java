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

package io.github.azurepostgrestls.autoconfigure;

import org.apache.commons.logging.LogFactory;
import org.postgresql.Driver;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/**
 * {@link AutoConfiguration Auto-configuration} that warns when the starter is switched
 * off.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(Driver.class)
@Conditional(OnTlsEnabledCondition.Off.class)
public final class AzurePostgresTlsDisabledAutoConfiguration {

	@Bean
	@Lazy(false)
	InitializingBean azurePostgresTlsDisabledWarning() {
		return () -> LogFactory.getLog(AzurePostgresTlsDisabledAutoConfiguration.class)
			.warn("PostgreSQL connections are not verified: azure.postgres.tls.enabled is false");
	}

}
