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

import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.r2dbc.spi.ConnectionFactory;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A small application that uses the starter.
 *
 * @author the azure-postgres-tls contributors
 */
@State(Scope.Benchmark)
public class Application {

	private ConfigurableApplicationContext context;

	@Setup(Level.Trial)
	public void start(Database database) {
		this.context = new SpringApplicationBuilder(Configured.class)
			.properties(Map.of("spring.main.banner-mode", "off", "logging.level.root", "warn", "database.url",
					database.url(), "azure.postgres.tls.root-certificates", database.rootPem()))
			.run();
	}

	@TearDown(Level.Trial)
	public void stop() {
		SpringApplication.exit(this.context);
	}

	HikariDataSource pool() {
		return this.context.getBean(HikariDataSource.class);
	}

	DataSource unpooled() {
		return this.context.getBean("unpooled", DataSource.class);
	}

	ConnectionFactory connectionFactory() {
		return this.context.getBean(ConnectionFactory.class);
	}

	HealthIndicator health() {
		CompositeHealthContributor composite = this.context.getBean("azurePostgresTlsHealthContributor",
				CompositeHealthContributor.class);
		return (HealthIndicator) Objects.requireNonNull(composite.getContributor("pool"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configured {

		@Bean
		HikariDataSource pool(@Value("${database.url}") String url) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			pool.setUsername(TlsPostgres.USER);
			pool.setPassword(TlsPostgres.PASSWORD);
			pool.setMinimumIdle(10);
			return pool;
		}

		@Bean
		DataSource unpooled(@Value("${database.url}") String url) {
			return DataSources.unpooled(url);
		}

		@Bean
		ConnectionFactory connectionFactory(@Value("${database.url}") String url) {
			return ConnectionFactoryBuilder.withUrl(url.replace("jdbc:", "r2dbc:"))
				.username(TlsPostgres.USER)
				.password(TlsPostgres.PASSWORD)
				.build();
		}

	}

}
