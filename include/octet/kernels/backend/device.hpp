// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// device_backend: the backend for the core that the compiler makes code for.
#pragma once

#include "octet/kernels/backend/armv7e_m.hpp"
#include "octet/kernels/backend/armv8_1m_mve.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Contract A with the instructions that the compiler may use: of Helium, of the DSP extension, or
/// of neither.
#if defined(__ARM_FEATURE_MVE)
using device_backend = armv8_1m_mve;
#elif defined(__ARM_FEATURE_DSP)
using device_backend = armv7e_m;
#else
using device_backend = scalar;
#endif

}  // namespace octet
