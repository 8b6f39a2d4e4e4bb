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

package io.github.azurepostgrestls.sample.page;

import java.util.List;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Shows the secured connections to browsers.
 *
 * @author the azure-postgres-tls contributors
 */
@Controller
class PageController {

	private final SecuredConnections connections;

	PageController(SecuredConnections connections) {
		this.connections = connections;
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
	String page(Model model) {
		return show("page", this.connections.current(), model);
	}

	/**
	 * Render the part of the page that changes, for a page that polls.
	 * @param shown the version that the page shows
	 * @param model the model of the view
	 * @param response the response, which is empty if nothing has changed
	 * @return the fragment, or {@code null} if nothing has changed
	 */
	@GetMapping(path = "/connections", produces = MediaType.TEXT_HTML_VALUE)
	@Nullable String connections(@RequestParam int shown, Model model, HttpServletResponse response) {
		List<SecuredConnection> current = this.connections.current();
		if (current.hashCode() == shown) {
			response.setStatus(HttpServletResponse.SC_NO_CONTENT);
			return null;
		}
		return show("page :: connections", current, model);
	}

	private static String show(String view, List<SecuredConnection> connections, Model model) {
		model.addAttribute("connections", connections);
		model.addAttribute("version", connections.hashCode());
		return view;
	}

}
