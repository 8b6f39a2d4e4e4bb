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

package io.github.azurepostgrestls.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Annotation for a JUnit test class that needs a PostgreSQL server with TLS. Constructor,
 * test methods and lifecycle methods can have a parameter of the type
 * {@link TlsPostgres}.
 * <p>
 * In a test with a Spring context, such as {@code @SpringBootTest} or
 * {@code @DataJpaTest}, the application connects to an empty database of that server:
 * {@code spring.datasource.url}, {@code username} and {@code password}, the same of
 * {@code spring.r2dbc} and {@code azure.postgres.tls.root-certificates} are set.
 * <p>
 * All test classes of a JVM share one server, which starts when it is first needed and
 * stops with the JVM. After each test method it presents its first certificate again and
 * has its first settings, but data stays. Test classes with this annotation don't run in
 * parallel.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(TlsPostgresExtension.class)
@ResourceLock(TlsPostgresExtension.RESOURCE)
public @interface TlsPostgresTest {

}
