// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: shortcut: back must be 1 up to the number of layers before
#include "octet/pipeline/pipeline.hpp"

constexpr auto layers = octet::input<4>{} | octet::layer::relu{} |
                        octet::layer::shortcut{2, octet::layer::tanh{}} | octet::layer::add{};
constexpr auto bytes = octet::pipeline<layers>.arena_bytes;
