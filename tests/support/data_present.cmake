# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Shows in ctest's summary whether the tests that need data ran (see data.hpp).
if(DEFINED ENV{OCTET_DATA})
  set(folder $ENV{OCTET_DATA})
else()
  set(folder ${SOURCE_DIR}/../shared/data)
endif()
if(IS_DIRECTORY ${folder})
  message(STATUS "test data: ${folder}")
else()
  message(STATUS "SKIP: no test data in ${folder}; tests that need it were not run")
endif()
