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

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Runs an {@link Experiment} at the push of a button.
 *
 * @author the azure-postgres-tls contributors
 */
@Controller
class LabController {

	private final Lab lab;

	LabController(Lab lab) {
		this.lab = lab;
	}

	// A page of another site can't send this header without asking
	@PostMapping(path = "/lab", headers = "HX-Request")
	String run(@RequestParam Experiment experiment, Model model, HttpServletResponse response) {
		this.lab.run(experiment);
		response.setHeader("HX-Trigger", "refresh");
		model.addAttribute("experiment", experiment);
		return "lab :: result";
	}

}
