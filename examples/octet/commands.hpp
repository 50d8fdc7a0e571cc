// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The subcommands of the program; each adds itself to the command line and returns nothing: errors
// are thrown, and an exit code other than 0 and 2 is a CLI::RuntimeError.
#pragma once

#include <CLI/CLI.hpp>

void add_run(CLI::App& app);
void add_analyze(CLI::App& app);
void add_bench(CLI::App& app);
void add_convert(CLI::App& app);
void add_generate(CLI::App& app);
void add_identify(CLI::App& app);
void add_operators(CLI::App& app);
void add_quantize(CLI::App& app);
void add_validate(CLI::App& app);
