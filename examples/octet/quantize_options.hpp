// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The options of octet quantize that say what becomes of the model.
#pragma once

#include <CLI/CLI.hpp>

#include "octet/convert/settings.hpp"

/// Options that set `settings`, which must live as long as the command.
void add_settings(CLI::App& command, octet::convert::quantize_settings& settings);
