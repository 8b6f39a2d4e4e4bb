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

package io.github.azurepostgrestls.driver;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.target.AbstractBeanFactoryBasedTargetSource;

/**
 * Looks behind the proxies that Spring puts in front of beans.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ProxyTarget {

	private ProxyTarget() {
	}

	/**
	 * Return whether the targets of a proxy are beans of their own, which are secured
	 * when they come into being, as those of a scoped proxy are.
	 * @param object what may be a proxy
	 * @return whether other beans are behind it
	 */
	public static boolean isBean(Object object) {
		return object instanceof Advised advised
				&& advised.getTargetSource() instanceof AbstractBeanFactoryBasedTargetSource;
	}

	/**
	 * Return what a proxy calls now. Its target may be swapped later.
	 * @param <T> the type of the target
	 * @param object what may be a proxy
	 * @param type the type of the target
	 * @return the target, or the object itself if it is no proxy, if its targets are
	 * beans or if it doesn't show them
	 */
	public static <T> T of(T object, Class<T> type) {
		if (object instanceof Advised advised && !isBean(object)) {
			try {
				Object target = advised.getTargetSource().getTarget();
				return type.isInstance(target) ? type.cast(target) : object;
			}
			catch (Exception ex) {
				// What doesn't show its target can't be looked into
			}
		}
		return object;
	}

}
