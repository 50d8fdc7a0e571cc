// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: fully_connected: there must be channels * (elements of the input) weights
#include "octet/pipeline/pipeline.hpp"

constexpr std::array<std::int8_t, 7> weights{};
constexpr std::array<float, 1> scales{1};

// Two channels of four elements are eight weights.
constexpr auto layers =
    octet::input<4>{} |
    octet::layer::fully_connected{.weights = weights, .scales = scales, .channels = 2};
constexpr auto bytes = octet::pipeline<layers>.arena_bytes;
