// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// All device floors: what firmware includes.
#pragma once

#include "octet/fixed/sigmoid.hpp"
#include "octet/fixed/span.hpp"
#include "octet/fixed/text.hpp"
#include "octet/fixed/trigonometric.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/model/ops/all.hpp"
#include "octet/quant/observers/mse.hpp"
#include "octet/quant/observers/percentile.hpp"
#include "octet/quant/per_channel.hpp"
