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

package io.github.azurepostgrestls.lab;

import java.io.IOException;
import java.security.GeneralSecurityException;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.TlsPostgres;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Adds the lab to the page of the sample application. It is outside the package that the
 * application scans, so that only a context with an embedded server has it.
 *
 * @author the azure-postgres-tls contributors
 */
@Configuration(proxyBeanMethods = false)
public class LabConfiguration {

	@Bean
	static QuickPoolBeanPostProcessor quickPoolBeanPostProcessor() {
		return new QuickPoolBeanPostProcessor();
	}

	@Bean
	Interceptor interceptor(TlsPostgres server) throws IOException, GeneralSecurityException {
		return Interceptor.start(server);
	}

	@Bean
	Lab lab(TlsPostgres server, Interceptor interceptor, HikariDataSource dataSource) {
		return new Lab(server, interceptor, dataSource);
	}

	@Bean
	LabController labController(Lab lab) {
		return new LabController(lab);
	}

	@Bean
	LabAdvice labAdvice() {
		return new LabAdvice();
	}

}
