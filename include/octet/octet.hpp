// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// All device floors: what firmware includes.
#pragma once

#include "octet/core/crc32.hpp"
#include "octet/fixed/sigmoid.hpp"
#include "octet/fixed/span.hpp"
#include "octet/fixed/text.hpp"
#include "octet/fixed/trigonometric.hpp"
#include "octet/kernels/backend/device.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/model/ops/all.hpp"
#include "octet/pipeline/pipeline.hpp"
#include "octet/pipeline/selftest.hpp"
#include "octet/quant/observers/entropy.hpp"
#include "octet/quant/observers/histogram_l2.hpp"
#include "octet/quant/observers/moving_average.hpp"
#include "octet/quant/observers/mse.hpp"
#include "octet/quant/observers/percentile.hpp"
#include "octet/quant/observers/trim.hpp"
#include "octet/quant/per_channel.hpp"
#include "octet/signal/log_mel.hpp"
#include "octet/signal/mfcc.hpp"
